package main

import (
	"fmt"
	"math/rand"
	"strings"
)

// generated is a stream of unusual shapes.
type generated struct {
	seed        int64
	text        string
	ordinary    string   // the same objects in block style
	features    []string // what is unusual about it, for messages
	hasInjector bool
}

// maker makes the objects of one stream.
type maker struct {
	*rand.Rand
	features map[string]bool
	modern   bool // an Istio with istiod, else one of 1.0
	number   int
	hasMesh  bool
	addons   map[string]bool
}

// generate makes the stream of a seed.
func generate(seed int64) generated {
	m := &maker{Rand: rand.New(rand.NewSource(seed)), features: map[string]bool{}, addons: map[string]bool{}}
	m.modern = m.Intn(3) == 0
	objects := m.controlPlane()
	for count := 1 + m.Intn(4); count > 0; count-- {
		objects = append(objects, m.object()...)
	}
	m.Shuffle(len(objects), func(i, j int) { objects[i], objects[j] = objects[j], objects[i] })
	g := generated{seed: seed, hasInjector: m.features["injector"]}
	g.ordinary = writeStream(objects, m.Rand, style{})
	g.text = m.unusual(objects)
	for feature := range m.features {
		g.features = append(g.features, feature)
	}
	return g
}

func (m *maker) one(of ...string) string { return of[m.Intn(len(of))] }

func (m *maker) percent(chance int) bool { return m.Intn(100) < chance }

// note remembers a feature and returns true in a share of the calls.
func (m *maker) note(feature string, chance int) bool {
	if !m.percent(chance) {
		return false
	}
	m.features[feature] = true
	return true
}

func writeStream(objects []*node, random *rand.Rand, s style) string {
	var out strings.Builder
	for _, o := range objects {
		out.WriteString("---\n" + s.write(o, random))
	}
	return out.String()
}

// unusual writes objects in unusual styles, some of them as items of lists.
func (m *maker) unusual(objects []*node) string {
	var out strings.Builder
	for at := 0; at < len(objects); {
		count := 1
		document := objects[at]
		if m.percent(15) {
			count = 1 + m.Intn(len(objects)-at)
			document = m.listOf(objects[at : at+count])
		}
		at += count
		s := m.style()
		if !s.json && m.percent(50) {
			document = document.clone()
			document.share(m.Rand, 1+m.Intn(6))
			for _, n := range document.nodes() {
				if n.merge != nil {
					m.features["merge"] = true
				}
				if n.alias != nil {
					m.features["alias"] = true
				}
			}
		}
		if m.percent(5) {
			out.WriteString("---\n# nothing here\n")
		}
		out.WriteString("---\n" + s.write(document, m.Rand))
	}
	return out.String()
}

func (m *maker) listOf(objects []*node) *node {
	items := list()
	if len(objects) > 1 && m.note("list in list", 30) {
		half := len(objects) / 2
		items.children = append(items.children, m.listOf(objects[:half]))
		objects = objects[half:]
	}
	items.children = append(items.children, objects...)
	return dict("apiVersion", "v1", "kind", "List", "items", items)
}

// style chooses how a document is written: most are unusual in some ways only.
func (m *maker) style() style {
	if m.percent(12) {
		return style{json: true}
	}
	some := func(chance, most int) int {
		if m.percent(chance) {
			return m.Intn(most) + 1
		}
		return 0
	}
	s := style{
		flow: some(50, 40), quotedKeys: some(30, 60), quoted: some(50, 80), comments: some(40, 25), lonelyDash: some(25, 50),
		wide: some(25, 60), blank: some(20, 10), complexKeys: some(5, 10), inlineMerge: some(15, 15),
	}
	if s.inlineMerge > 0 {
		m.features["merge"] = true
		s.lateMerge = some(30, 50)
	}
	return s
}

func metadata(name, namespace string, labels *node) *node {
	if namespace == "" {
		return dict("name", name, "labels", labels)
	}
	return dict("name", name, "namespace", namespace, "labels", labels)
}

const istioSystem = "istio-system"

func (m *maker) controlPlane() []*node {
	deployment := func(name string, container *node) *node {
		return dict("apiVersion", "apps/v1", "kind", "Deployment", "metadata", metadata(name, istioSystem, nil),
			"spec", dict("selector", dict("matchLabels", dict("app", name)), "template",
				dict("metadata", dict("labels", dict("app", name)), "spec", dict("containers", list(container)))))
	}
	if m.modern {
		return []*node{deployment("istiod", dict("name", "discovery", "image", "docker.io/istio/pilot:1.20.8", "args",
			texts("discovery", "--monitoringAddr=:15014")))}
	}
	return []*node{
		deployment("istio-citadel", dict("name", "citadel", "image", "docker.io/istio/citadel:1.0.2")),
		deployment("istio-pilot", dict("name", "discovery", "image", "docker.io/istio/pilot:1.0.2", "args", texts("discovery"))),
	}
}

// object makes an object, or a few that belong together.
func (m *maker) object() []*node {
	m.number++
	switch m.Intn(10) {
	case 0, 1, 2:
		return []*node{m.workload()}
	case 3:
		return []*node{m.gatewayWorkload()}
	case 4, 5:
		if m.features["injector"] {
			return []*node{m.workload()}
		}
		m.features["injector"] = true
		return []*node{m.injector()}
	case 6:
		if m.hasMesh {
			return []*node{m.gateway()}
		}
		m.hasMesh = true
		return []*node{m.mesh()}
	case 7:
		return m.addon()
	case 8:
		return []*node{m.gateway()}
	default:
		return []*node{m.other()}
	}
}

func (m *maker) zipkin() string {
	return m.one("zipkin:9411", "zipkin.istio-system:9411", "zipkin.istio-system.svc:9411", "zipkin.istio-system.svc.cluster.local:9411")
}

func (m *maker) image(name string) string {
	if m.modern {
		return "docker.io/istio/" + name + ":1.20.8"
	}
	return "docker.io/istio/" + name + ":1.0.2"
}

// workload is a pod template of any kind with an injected sidecar.
func (m *maker) workload() *node {
	name := fmt.Sprintf("shop-%d", m.number)
	annotations := dict()
	if m.note("zipkin in an annotation", 20) {
		annotations.set("proxy.istio.io/config", m.proxyConfig())
	}
	if m.percent(20) {
		annotations.set(m.one("sidecar.istio.io/proxyCPU", "sidecar.istio.io/proxyCPULimit"), str("50m"))
	}
	own := dict("name", m.one("app", "zipkin", "istio"), "image", "registry.example/shop:1")
	if m.percent(40) {
		own.set("resources", dict("limits", dict("memory", "1Gi", "cpu", "2"), "requests", dict("memory", "512Mi")))
	}
	if m.percent(20) {
		own.set("args", texts("--tracer", "elsewhere"))
	}
	containers := list(own, m.proxy("sidecar"))
	if m.percent(30) {
		containers.children[0], containers.children[1] = containers.children[1], containers.children[0]
	}
	pod := dict("containers", containers)
	if m.percent(30) {
		init := list(dict("name", m.one("istio-init", "istio-validation", "enable-core-dump"), "image", m.image("proxy_init"), "resources",
			m.resources()))
		if m.note("init containers", 50) {
			pod.set("initContainers", init)
		}
	}
	meta := dict("labels", dict("app", name))
	if len(annotations.keys) > 0 {
		meta.set("annotations", annotations)
	}
	return m.podKind(name, "shop", dict("metadata", meta, "spec", pod))
}

// podKind puts a pod template into an object of some kind.
func (m *maker) podKind(name, namespace string, template *node) *node {
	object := func(apiVersion, kind string, spec *node) *node {
		return dict("apiVersion", apiVersion, "kind", kind, "metadata", metadata(name, namespace, nil), "spec", spec)
	}
	selected := dict("selector", dict("matchLabels", dict("app", name)), "template", template)
	switch m.Intn(12) {
	case 0:
		return object("apps/v1", "StatefulSet", selected)
	case 1:
		return object("apps/v1", "DaemonSet", selected)
	case 2:
		return object("batch/v1", "Job", dict("template", template))
	case 3:
		return object("batch/v1", "CronJob", dict("schedule", "1 1 1 1 1", "jobTemplate", dict("spec", dict("template", template))))
	case 4:
		return dict("apiVersion", "v1", "kind", "Pod", "metadata", metadata(name, namespace, template.get("metadata").get("labels")), "spec",
			template.get("spec"))
	case 5:
		return object("extensions/v1beta1", "Deployment", dict("template", template))
	case 6, 7:
		m.features["pod of another kind"] = true
		switch m.Intn(4) {
		case 0:
			return object("argoproj.io/v1alpha1", "Rollout", selected)
		case 1:
			return dict("apiVersion", "v1", "kind", "PodTemplate", "metadata", metadata(name, namespace, nil), "template", template)
		case 2:
			return object("serving.knative.dev/v1", "Service", dict("template", template))
		default:
			return object("shop.example/v1", "Shop", dict("size", raw("3"), "workers", dict("podTemplate", template)))
		}
	default:
		return object("apps/v1", "Deployment", selected)
	}
}

func (m *maker) proxyConfig() *node {
	return str("tracing:\n  sampling: 10\n  zipkin:\n    address: " + m.zipkin() + "\n")
}

// proxy is a container istio-proxy in a mode: sidecar, router.
func (m *maker) proxy(mode string) *node {
	c := dict("name", "istio-proxy", "image", m.image("proxyv2"))
	switch {
	case mode == "router":
		c.set("args", m.arguments(mode))
	case m.note("zipkin in a shell command", 5):
		c.set("command", texts("sh", "-c", "exec pilot-agent proxy "+mode+" --zipkinAddress "+m.zipkin()+" --connectTimeout 10s"))
	case m.percent(10):
	default:
		c.set("args", m.arguments(mode))
	}
	if m.note("PROXY_CONFIG", 8) {
		c.set("env", list(dict("name", "PROXY_CONFIG", "value",
			m.one(`{"tracing":{"zipkin":{"address":"`+m.zipkin()+`"}}}`, "tracing:\n  zipkin:\n    address: "+m.zipkin()+"\n"))))
	}
	if resources := m.resources(); resources != nil {
		c.set("resources", resources)
	}
	if m.percent(20) {
		c.set("ports", list(dict("name", "http", "containerPort", raw("15090"))))
	}
	return c
}

func (m *maker) arguments(mode string) *node {
	args := texts("proxy", mode)
	for count := m.Intn(3); count > 0; count-- {
		args.children = append(args.children, texts(m.one("--serviceCluster", "--log_output_level"),
			m.one("router", "shop", "default:info")).children...)
		if last := args.children[len(args.children)-1]; last.text == "router" && mode != "router" {
			m.features["router is a word"] = true
		}
	}
	switch m.Intn(4) {
	case 0:
		args.children = append(args.children, str("--zipkinAddress="+m.zipkin()))
	case 1, 2:
		args.children = append(args.children, str("--zipkinAddress"), str(m.zipkin()))
	}
	if m.percent(40) {
		args.children = append(args.children, str("--connectTimeout"), str("10s"))
	}
	return args
}

// resources are those of an injected container, or nil.
func (m *maker) resources() *node {
	switch m.Intn(12) {
	case 0, 1, 2:
		return nil
	case 3:
		return dict()
	case 4:
		return raw("null")
	case 5:
		return dict("requests", dict("cpu", "10m"))
	case 6:
		return dict("requests", dict("cpu", "10m", "memory", m.one("64Mi", "300Mi")))
	case 7:
		return dict("limits", dict("cpu", m.one("1", "100m")))
	case 8:
		m.features["odd limits"] = true
		return dict("limits", dict("memory", []*node{str("0"), raw("0"), str(""), raw("null"), raw("0x0"), raw("0.0")}[m.Intn(6)]))
	case 9:
		m.features["odd limits"] = true
		return dict("limits", dict("memory", []*node{raw("134217728"), raw("0x8000000"), raw("1e8"), raw("128_000_000"),
			raw("0100000000")}[m.Intn(5)]))
	default:
		return dict("limits", dict("memory", m.one("256Mi", "1Gi"), "cpu", "1"), "requests", dict("memory", "64Mi"))
	}
}

func (m *maker) gatewayWorkload() *node {
	name := m.one("istio-ingressgateway", "istio-egressgateway")
	pod := dict("containers", list(m.proxy("router")))
	if name == "istio-ingressgateway" && m.percent(50) {
		pod.set("volumes", list(dict("name", "ingressgateway-certs", "secret",
			dict("secretName", "istio-ingressgateway-certs", "optional", raw("true")))))
	}
	labels := dict("app", name, "istio", strings.TrimPrefix(name, "istio-"))
	meta := dict("labels", labels)
	if m.note("zipkin in an annotation", 15) {
		meta.set("annotations", dict("proxy.istio.io/config", m.proxyConfig()))
	}
	return dict("apiVersion", "apps/v1", "kind", "Deployment", "metadata", metadata(fmt.Sprintf("%s-%d", name, m.number), istioSystem, labels),
		"spec", dict("selector", dict("matchLabels", labels), "template", dict("metadata", meta, "spec", pod)))
}

func (m *maker) mesh() *node {
	config := dict()
	switch m.Intn(4) {
	case 0:
		config = dict("zipkinAddress", m.zipkin())
	case 1, 2:
		config = dict("tracing", dict("zipkin", dict("address", m.zipkin())))
	}
	mesh := dict("enableTracing", raw("true"), "defaultConfig", config)
	if m.note("extension provider", 20) {
		mesh.set("extensionProviders", list(dict("name", m.one("zipkin", "tracer"), "zipkin",
			dict("service", "zipkin.istio-system.svc.cluster.local", "port", raw("9411")))))
	}
	inner := m.style()
	inner.inlineMerge = 0
	return dict("apiVersion", "v1", "kind", "ConfigMap", "metadata", metadata("istio", istioSystem, dict("istio", "mesh")), "data",
		dict("mesh", inner.write(mesh, m.Rand)))
}

// addon is an object of an addon's chart, or a similar object of another team.
func (m *maker) addon() []*node {
	name := m.one("prometheus", "grafana", "zipkin", "jaeger-query", "tracing", "servicegraph")
	if m.addons[name] {
		return []*node{m.other()}
	}
	m.addons[name] = true
	chart := strings.NewReplacer("zipkin", "tracing", "jaeger-query", "tracing").Replace(name)
	labels := dict("app", name, "chart", chart+"-1.0.2", "heritage", "Tiller", "release", "istio")
	namespace := istioSystem
	if m.note("addon of somebody else", 25) {
		labels = dict("app.kubernetes.io/name", name, "team", "mine")
		namespace = m.one("monitoring", istioSystem)
	}
	objects := []*node{dict("apiVersion", "v1", "kind", "Service", "metadata", metadata(name, namespace, labels), "spec",
		dict("ports", list(dict("port", raw("80")))))}
	if m.percent(50) {
		objects = append(objects, dict("apiVersion", "apps/v1", "kind", "Deployment", "metadata", metadata(name, namespace, labels),
			"spec", dict("selector", dict("matchLabels", dict("app", name)), "template",
				dict("metadata", dict("labels", dict("app", name)), "spec",
					dict("containers", list(dict("name", name, "image", "registry.example/"+name+":1")))))))
	}
	if m.percent(20) {
		objects = append(objects,
			dict("apiVersion", "rbac.authorization.k8s.io/v1", "kind", "ClusterRole", "metadata", metadata(name, "", labels), "rules", list()),
			dict("apiVersion", "rbac.authorization.k8s.io/v1", "kind", "ClusterRoleBinding", "metadata", metadata(name, "", labels),
				"roleRef", dict("apiGroup", "rbac.authorization.k8s.io", "kind", "ClusterRole", "name", name),
				"subjects", list(dict("kind", "ServiceAccount", "name", name, "namespace", namespace))))
	}
	return objects
}

func (m *maker) gateway() *node {
	m.features["gateway of a user"] = true
	name := fmt.Sprintf("edge-%d", m.number)
	if m.percent(50) {
		return dict("apiVersion", "networking.istio.io/v1", "kind", "Gateway", "metadata", metadata(name, "shop", nil), "spec",
			dict("selector", dict("istio", "ingressgateway"),
				"servers", list(dict("port", dict("number", raw("443"), "name", "https", "protocol", "HTTPS"), "tls",
					dict("mode", "SIMPLE", "credentialName", name+"-certs"), "hosts", texts("*.shop.example")))))
	}
	return dict("apiVersion", "gateway.networking.k8s.io/v1", "kind", "Gateway", "metadata", metadata(name, "shop", nil), "spec",
		dict("gatewayClassName", "istio",
			"listeners", list(dict("name", "https", "port", raw("443"), "protocol", "HTTPS", "tls",
				dict("mode", "Terminate", "certificateRefs", list(dict("name", name+"-certs")))))))
}

// other is an object that no patch changes, or that only refers to Zipkin.
func (m *maker) other() *node {
	name := fmt.Sprintf("other-%d", m.number)
	switch {
	case m.note("IstioOperator", 15):
		return dict("apiVersion", "install.istio.io/v1alpha1", "kind", "IstioOperator", "metadata", metadata(name, istioSystem, nil),
			"spec", dict("meshConfig", dict("defaultConfig", dict("tracing", dict("zipkin", dict("address", m.zipkin())))), "values",
				dict("global", dict("tracer", dict("zipkin", dict("address", m.zipkin()))))))
	case m.note("zipkin elsewhere", 20):
		return dict("apiVersion", "v1", "kind", "ConfigMap", "metadata", metadata(name, "shop", nil), "data",
			dict("collector", m.zipkin(), "ZIPKIN_URL", "http://"+m.zipkin()+"/api/v1/spans"))
	case m.note("Telemetry", 20):
		return dict("apiVersion", "telemetry.istio.io/v1alpha1", "kind", "Telemetry", "metadata", metadata(name, istioSystem, nil), "spec",
			dict("tracing", list(dict("providers", list(dict("name", "zipkin"))))))
	}
	return dict("apiVersion", "v1", "kind", "ConfigMap", "metadata", metadata(name, "shop", nil),
		"data", dict("a", m.one("yes", "0x10", "~", "1_000", "no: way", "two\nlines\n", "- name: istio-proxy", " lead", "tail "), "b", str(""),
			"c.d", "x"))
}
