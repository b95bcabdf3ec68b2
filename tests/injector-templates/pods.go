package main

import (
	"fmt"
	"strings"
)

const (
	proxyName       = "istio-proxy"
	cpuAnnotation   = "sidecar.istio.io/proxyCPU"
	memAnnotation   = "sidecar.istio.io/proxyMemory"
	cpuLimit        = cpuAnnotation + "Limit"
	memLimit        = memAnnotation + "Limit"
	modeAnnotation  = "sidecar.istio.io/interceptionMode"
	crashAnnotation = "sidecar.istio.io/enableCoreDump"
)

// combination is one pod together with the settings of the mesh that injects it.
type combination struct {
	annotations      annotationSet
	interception     string
	coreDump, cni    bool // false: the values as they are (core dump), or off (CNI)
	cniVaried        bool
	native           bool
	hostNetwork      bool
	containerCount   int
	mentionsIstioCni bool
	mentionsPilotCni bool
}

// annotationSet is a choice of the annotations that set resources.
type annotationSet struct {
	name   string
	values map[string]string
}

var requestSets = []annotationSet{
	{"proxyCPU", map[string]string{cpuAnnotation: "50m"}},
	{"proxyMemory", map[string]string{memAnnotation: "64Mi"}},
	{"proxyCPU+proxyMemory", map[string]string{cpuAnnotation: "50m", memAnnotation: "64Mi"}},
	{"large proxyCPU", map[string]string{cpuAnnotation: "4"}},
	{"large proxyMemory", map[string]string{memAnnotation: "256Mi"}},
	{"large proxyCPU+proxyMemory", map[string]string{cpuAnnotation: "4", memAnnotation: "2Gi"}},
}

var (
	cpuLimitSet = annotationSet{"proxyCPULimit", map[string]string{cpuLimit: "60m"}}
	memLimitSet = annotationSet{"proxyMemoryLimit", map[string]string{memLimit: "96Mi"}}
	mixedSets   = []annotationSet{
		{"proxyCPULimit+proxyMemoryLimit", map[string]string{cpuLimit: "60m", memLimit: "96Mi"}},
		{"proxyMemory+proxyMemoryLimit", map[string]string{memAnnotation: "64Mi", memLimit: "96Mi"}},
		{"large proxyMemory+proxyCPULimit", map[string]string{memAnnotation: "2Gi", cpuLimit: "60m"}},
		{"large proxyCPU+proxyMemoryLimit", map[string]string{cpuAnnotation: "4", memLimit: "96Mi"}},
	}
	allFourSet = annotationSet{"requests+limits", map[string]string{
		cpuAnnotation: "50m", memAnnotation: "64Mi", cpuLimit: "200m", memLimit: "256Mi",
	}}
)

// everyAnnotation are all combinations of the four annotations, each of cpu and memory small or large: a limit alone, a request alone,
// both.
func everyAnnotation(mentions func(...string) bool) []annotationSet {
	type part struct {
		name   string
		values map[string]string
	}
	parts := func(request, limit, kind string, amounts [2][2]string) []part {
		all := []part{{}}
		for i, size := range []string{"small", "large"} {
			with := func(name string, values map[string]string) { all = append(all, part{size + " " + name, values}) }
			if mentions(request) {
				with("proxy"+kind, map[string]string{request: amounts[i][0]})
			}
			if mentions(limit) {
				with("proxy"+kind+"Limit", map[string]string{limit: amounts[i][1]})
			}
			if mentions(request) && mentions(limit) {
				with("proxy"+kind+"+proxy"+kind+"Limit", map[string]string{request: amounts[i][0], limit: amounts[i][1]})
			}
		}
		return all
	}
	var sets []annotationSet
	for _, cpu := range parts(cpuAnnotation, cpuLimit, "CPU", [2][2]string{{"5m", "7m"}, {"4", "5"}}) {
		for _, memory := range parts(memAnnotation, memLimit, "Memory", [2][2]string{{"16Mi", "24Mi"}, {"2Gi", "3Gi"}}) {
			name := strings.Trim(cpu.name+", "+memory.name, ", ")
			if name != "" {
				sets = append(sets, annotationSet{name, mergeMaps(cpu.values, memory.values)})
			}
		}
	}
	return sets
}

// combinations varies only what the template mentions, because nothing else can change the result.
func combinations(text string) []combination {
	mentions := func(words ...string) bool {
		for _, word := range words {
			if strings.Contains(text, word) {
				return true
			}
		}
		return false
	}
	sets := []annotationSet{{name: "none"}}
	if mentions(cpuAnnotation, memAnnotation) {
		sets = append(sets, requestSets...)
	}
	if mentions(cpuLimit) {
		sets = append(sets, cpuLimitSet)
	}
	if mentions(memLimit) {
		sets = append(sets, memLimitSet)
	}
	if mentions(cpuLimit, memLimit) {
		sets = append(append(sets, mixedSets...), allFourSet)
	}
	modes := []string{"REDIRECT"}
	if mentions("nterceptionMode") {
		modes = append(modes, "TPROXY", "NONE")
	}
	base := combination{mentionsIstioCni: mentions("istio_cni"), mentionsPilotCni: mentions("pilot.cni"), containerCount: 1}
	base.cniVaried = base.mentionsIstioCni || base.mentionsPilotCni
	all := vary([]combination{base}, len(sets), func(c *combination, i int) { c.annotations = sets[i] })
	all = vary(all, len(modes), func(c *combination, i int) { c.interception = modes[i] })
	all = vary(all, choices(mentions("nableCoreDump")), func(c *combination, i int) { c.coreDump = i == 1 })
	all = vary(all, choices(mentions("ostNetwork")), func(c *combination, i int) { c.hostNetwork = i == 1 })
	all = vary(all, choices(base.cniVaried), func(c *combination, i int) { c.cni = i == 1 })
	native := choices(mentions("NativeSidecars", "NATIVE_SIDECARS"))
	all = vary(all, native, func(c *combination, i int) { c.native = i == 1 })
	all = vary(all, choices(mentions("Spec.Containers")), func(c *combination, i int) { c.containerCount = i + 1 })

	// Annotations depend only on where the proxy is, so all of them are tested with few other variations.
	annotated := everyAnnotation(mentions)
	more := vary([]combination{base}, len(annotated), func(c *combination, i int) { c.annotations, c.interception = annotated[i], "REDIRECT" })
	return append(all, vary(more, native, func(c *combination, i int) { c.native = i == 1 })...)
}

func choices(varied bool) int {
	if varied {
		return 2
	}
	return 1
}

func vary(from []combination, count int, set func(*combination, int)) []combination {
	varied := make([]combination, 0, len(from)*count)
	for _, c := range from {
		for i := 0; i < count; i++ {
			next := c
			set(&next, i)
			varied = append(varied, next)
		}
	}
	return varied
}

func (c combination) String() string {
	parts := []string{"annotations " + c.annotations.name, c.interception, fmt.Sprintf("%d container(s)", c.containerCount)}
	for _, option := range []struct {
		on   bool
		name string
	}{{c.coreDump, "core dump"}, {c.hostNetwork, "host network"}, {c.cni, "CNI"}, {c.native, "native sidecar"}} {
		if option.on {
			parts = append(parts, option.name)
		}
	}
	return strings.Join(parts, ", ")
}

// ownContainers are the names of the pod's application containers.
var ownContainers = []string{"app", "second"}

// data is the dot of the template. The second pod also has labels, a service account, a FIPS control plane and no owner.
func (c combination) data(values map[string]interface{}, zipkin string) fullData {
	meta := objectMeta{GenerateName: "app-5d4f-", Namespace: "shop", Annotations: c.podAnnotations()}
	spec := podSpec{HostNetwork: c.hostNetwork}
	for i := 0; i < c.containerCount; i++ {
		spec.Containers = append(spec.Containers, podContainer{
			Name: ownContainers[i], Image: "example.org/shop/" + ownContainers[i] + ":1.0",
			Ports: []containerPort{{Name: "http", ContainerPort: int32(8080 + i), Protocol: "TCP"}},
		})
	}
	owner := objectMeta{Name: "app", Namespace: "shop"}
	kind := typeMeta{APIVersion: "apps/v1", Kind: "Deployment"}
	compliance := ""
	if c.containerCount > 1 {
		owner, kind = objectMeta{}, typeMeta{}
		meta.Labels = map[string]string{"app": "app", "version": "v1"}
		spec.ServiceAccountName = "clerk"
		compliance = "fips-140-3" // adds GODEBUG from 1.31 on
	}
	return fullData{
		legacyData: legacyData{
			DeploymentMeta: owner, ObjectMeta: meta, Spec: spec, ProxyConfig: defaultProxyConfig(zipkin),
			MeshConfig: &meshConfig{ProxyListenPort: 15001, ProxyInboundListenPort: 15006, TrustDomain: "cluster.local"},
		},
		TypeMeta: kind, Values: c.values(values), EstimatedConcurrency: 2, NativeSidecars: c.native,
		ProxyImage: "docker.io/istio/proxyv2:test", ProxyInitImage: "docker.io/istio/proxyv2:test", CompliancePolicy: compliance,
		ProxyUID: 1337, ProxyGID: 1337, InboundTrafficPolicyMode: "passthrough",
	}
}

func (c combination) podAnnotations() map[string]string {
	all := mergeMaps(c.annotations.values)
	if c.interception != "REDIRECT" {
		all[modeAnnotation] = c.interception
	}
	if c.coreDump {
		all[crashAnnotation] = "true"
	}
	if len(all) == 0 {
		return nil
	}
	return all
}

// values are the values of the ConfigMap with the settings of this combination; the original does not change.
func (c combination) values(original map[string]interface{}) map[string]interface{} {
	changed := mapping(fromJSON(marshal(original)))
	if changed == nil {
		changed = map[string]interface{}{}
	}
	if c.coreDump {
		set(changed, true, "global", "proxy", "enableCoreDump")
	}
	if c.mentionsIstioCni {
		set(changed, c.cni, "istio_cni", "enabled")
	}
	if c.mentionsPilotCni {
		set(changed, c.cni, "pilot", "cni", "enabled")
	}
	return changed
}

func set(in map[string]interface{}, value interface{}, path ...string) {
	for _, key := range path[:len(path)-1] {
		if mapping(in[key]) == nil {
			in[key] = map[string]interface{}{}
		}
		in = mapping(in[key])
	}
	in[path[len(path)-1]] = value
}
