package main

import (
	"fmt"
	"regexp"
	"strings"
)

// violation is something that breaks a law.
type violation struct{ rule, object, problem string }

func (v violation) String() string { return fmt.Sprintf("%s: %s: %s", v.rule, v.object, v.problem) }

// hit is something in the output that a patch exists to change.
type hit struct {
	rule, patch string
	object      object
	problem     string
}

// checkCompleteness is the first law: the report names everything that a simple search still finds in the output, with the reason. Patches
// that the arguments exclude do not count.
func checkCompleteness(output string, r *report, arguments []string) ([]violation, error) {
	objects, err := readObjects(output, kubectlYAML)
	if err != nil {
		return nil, fmt.Errorf("the output: %w", err)
	}
	var all []violation
	for _, h := range search(objects) {
		if applies(h.patch, arguments) && !r.mentions(h.patch, h.object) {
			all = append(all, violation{h.rule, h.object.id(), h.problem + ", and " + h.patch + " does not say why"})
		}
	}
	return all, nil
}

// applies is false for a patch that the arguments leave out.
func applies(patch string, arguments []string) bool {
	for i := 0; i+1 < len(arguments); i++ {
		named := strings.Contains(","+arguments[i+1]+",", ","+patch+",")
		if arguments[i] == "--only" && !named || arguments[i] == "--skip" && named {
			return false
		}
		if patch == "ingress-certificates" && arguments[i] == "--tls-mode" && arguments[i+1] == "none" {
			return false
		}
	}
	return true
}

func search(objects []object) []hit {
	var hits []hit
	for _, o := range objects {
		hits = append(hits, formerZipkin(o)...)
		hits = append(hits, unlimitedContainers(o)...)
		hits = append(hits, addons(o, objects)...)
	}
	return append(hits, missingCredentials(objects)...)
}

// zipkin is the address of a Service zipkin in any namespace.
var zipkin = regexp.MustCompile(`(?:^|[^\w.-])(zipkin(?:\.[a-z0-9-]+)*:9411)(?:$|[^\w.-])`)

// lastApplied is what kubectl applied before; the next "kubectl apply" rewrites it.
const lastApplied = "kubectl.kubernetes.io/last-applied-configuration"

const kymaZipkin = "zipkin.kyma-system"

func formerZipkin(o object) []hit {
	var hits []hit
	walk(o.fields, "", func(path string, v value) {
		if s, isText := v.(string); isText && !strings.HasSuffix(path, "annotations."+lastApplied) {
			for _, found := range zipkin.FindAllStringSubmatch(s, -1) {
				if !strings.HasPrefix(found[1], kymaZipkin) {
					hits = append(hits, hit{"zipkin", "zipkin", o, fmt.Sprintf("%s has the address %s", path, found[1])})
				}
			}
		}
	})
	return hits
}

// injected are the containers that Istio puts into pods.
var injected = map[string]bool{"istio-proxy": true, "istio-init": true, "istio-validation": true, "enable-core-dump": true}

// unlimitedContainers finds items of lists by their names, in the object and in the texts that it holds. Pods of gateways, waypoints and
// ztunnel are left out, with all their containers, and so are server-managed fields.
func unlimitedContainers(o object) []hit {
	var hits []hit
	var search func(path string, v value)
	search = func(path string, v value) {
		if isGatewayPod(items(mapping(v)["containers"])) || path == "status" {
			return
		}
		for i, item := range items(v) {
			fields := mapping(item)
			if injected[text(fields["name"])] && !isContainerReference(fields) && !hasMemoryLimit(fields) &&
				(fields["image"] != nil || !strings.Contains(path, " > ")) {
				hits = append(hits, hit{"limits", "sidecar-resources", o, fmt.Sprintf("%s[%d] is %s without limits.memory", path, i, fields["name"])})
			}
		}
		if inner := embedded(v); inner != nil && !isTemplate(path) {
			search(path+" > ", inner)
		} else if s, isText := v.(string); isText && strings.Contains(s, "\n") {
			for _, name := range unlimitedInTemplate(s) {
				hits = append(hits, hit{"limits", "sidecar-resources", o, fmt.Sprintf("%s has %s without limits.memory", path, name)})
			}
		}
		eachChild(v, path, search)
	}
	search("", o.fields)
	return hits
}

// isGatewayPod is true for the containers of a gateway, waypoint or ztunnel. A proxy that serves no other container is a gateway too: the
// chart "gateway" gives it no arguments.
func isGatewayPod(containers []value) bool {
	for _, c := range containers {
		if isAnotherProxy(mapping(c)["args"]) {
			return true
		}
	}
	return len(containers) == 1 && text(at(containers[0], "name")) == "istio-proxy"
}

// isAnotherProxy is true for gateways, waypoints and ztunnel, which are not sidecars: the mode is the first argument behind "proxy".
func isAnotherProxy(args value) bool {
	words := items(args)
	if len(words) > 0 && text(words[0]) == "proxy" {
		words = words[1:]
	}
	return len(words) > 0 && (text(words[0]) == "router" || text(words[0]) == "waypoint" || text(words[0]) == "ztunnel")
}

// isContainerReference is true for items that only have a name in common with a container, such as ports and volumes.
func isContainerReference(fields map[string]value) bool {
	for _, key := range []string{"mountPath", "port", "containerPort", "secret", "emptyDir", "configMap"} {
		if _, found := fields[key]; found {
			return true
		}
	}
	return false
}

func hasMemoryLimit(container map[string]value) bool {
	limit := text(at(container, "resources", "limits", "memory"))
	return limit != "" && strings.Trim(limit, "0.KMGTPEikm") != ""
}

// addonCharts are the charts whose objects are removed.
var addonCharts = []string{"prometheus", "tracing", "grafana", "servicegraph", "zipkin", "jaeger"}

// addonNames are the names of objects that the charts and samples/addons render.
var addonNames = regexp.MustCompile(`^(?:` +
	`(?:istio-)?(?:prometheus|grafana|servicegraph|tracing)|zipkin|jaeger(?:-(?:query|collector|agent))?|` +
	`istio-grafana-(?:custom-resources|configuration-dashboards|post-install).*|(?:prometheus|grafana)-istio-system)$`)

// kubernetesGroup has the API groups of addon objects. Mixer and operators have kinds with the names of addons.
var kubernetesGroup = regexp.MustCompile(`^(?:|apps|extensions|batch|policy|autoscaling|` +
	`rbac\.authorization\.k8s\.io|networking\.k8s\.io|monitoring\.coreos\.com)$`)

// addons finds objects of an addon's chart in Istio's namespace, and its roles of the cluster.
func addons(o object, all []object) []hit {
	if o.kind == "Secret" || o.kind == "CustomResourceDefinition" || !kubernetesGroup.MatchString(o.group()) {
		return nil
	}
	if strings.HasPrefix(o.kind, "ClusterRole") {
		if !boundToIstio(o, all) {
			return nil
		}
	} else if o.namespace != "istio-system" && !(o.namespace == "" && (o.source != "" || o.label("chart") != "")) {
		return nil
	}
	for _, chart := range addonCharts {
		if strings.Contains(o.source, "/charts/"+chart+"/") || chartLabel(o) == chart {
			return []hit{{"addons", "addons", o, "is of the chart " + chart}}
		}
	}
	if addonNames.MatchString(o.name) {
		return []hit{{"addons", "addons", o, "has the name of an addon"}}
	}
	return nil
}

var chartVersion = regexp.MustCompile(`-\d.*$`)

func chartLabel(o object) string { return chartVersion.ReplaceAllString(o.label("chart"), "") }

// boundToIstio is true for a binding of accounts in Istio's namespace, and for a role that such a binding gives.
func boundToIstio(o object, all []object) bool {
	if o.kind == "ClusterRole" {
		for _, other := range all {
			if other.kind == "ClusterRoleBinding" && text(at(other.fields, "roleRef", "name")) == o.name && boundToIstio(other, all) {
				return true
			}
		}
		return false
	}
	for _, subject := range items(o.fields["subjects"]) {
		if text(at(subject, "namespace")) == "istio-system" {
			return true
		}
	}
	return false
}

// missingCredentials finds TLS credentials that something refers to and no object of the stream provides.
func missingCredentials(objects []object) []hit {
	provided := map[string]bool{}
	for _, o := range objects {
		switch o.kind {
		case "Secret", "SealedSecret":
			provided[o.name] = true
		case "Certificate":
			provided[text(at(o.fields, "spec", "secretName"))] = true
		case "ExternalSecret":
			provided[o.name] = true
			provided[text(at(o.fields, "spec", "target", "name"))] = true
		}
	}
	var hits []hit
	for _, o := range objects {
		for _, name := range credentials(o) {
			if !provided[name] {
				hits = append(hits, hit{"credentials", "ingress-certificates", o, "refers to the Secret " + name + ", which is not there"})
			}
		}
	}
	return hits
}

func credentials(o object) []string {
	var names []string
	if o.kind == "Gateway" {
		for _, server := range items(at(o.fields, "spec", "servers")) {
			if name := text(at(server, "tls", "credentialName")); name != "" {
				names = append(names, name)
			}
		}
		for _, listener := range items(at(o.fields, "spec", "listeners")) {
			for _, reference := range items(at(listener, "tls", "certificateRefs")) {
				names = append(names, text(at(reference, "name")))
			}
		}
	}
	walk(o.fields, "", func(_ string, v value) {
		if name := text(at(v, "secret", "secretName")); name == "istio-ingressgateway-certs" {
			names = append(names, name)
		}
	})
	return names
}

// walk visits every value with its path, mappings and lists before their content.
func walk(v value, path string, visit func(path string, v value)) {
	visit(path, v)
	eachChild(v, path, func(path string, item value) { walk(item, path, visit) })
}

func eachChild(v value, path string, visit func(path string, v value)) {
	for key, item := range mapping(v) {
		visit(join(path, key), item)
	}
	for i, item := range items(v) {
		visit(fmt.Sprintf("%s[%d]", path, i), item)
	}
}

func join(path, key string) string {
	if path == "" || strings.HasSuffix(path, " > ") {
		return path + key
	}
	return path + "." + key
}
