package main

import (
	"math/rand"
	"strings"
)

// injector is the injector's ConfigMap with a template in an unusual style.
func (m *maker) injector() *node {
	text := m.template()
	inner := m.style()
	inner.inlineMerge = 0
	config := dict("policy", m.one("enabled", "disabled"))
	data := dict()
	if m.modern {
		config.set("defaultTemplates", texts("sidecar"))
		config.set("templates", dict("sidecar", text))
		data.set("values", str(`{"global":{"hub":"docker.io/istio","tag":"1.20.8","proxy":{"resources":{"requests":{"cpu":"10m"}}}}}`))
	} else {
		config.set("template", str(text))
	}
	data.keys, data.children = append([]string{"config"}, data.keys...), append([]*node{str(inner.write(config, m.Rand))}, data.children...)
	return dict("apiVersion", "v1", "kind", "ConfigMap", "metadata", metadata("istio-sidecar-injector", istioSystem, nil), "data", data)
}

// template is the text of an injection template.
func (m *maker) template() string {
	open, end := "[[ ", " ]]"
	if m.modern {
		open, end = "{{ ", " }}"
	}
	proxy := m.proxy("sidecar")
	if proxy.get("args") != nil && m.percent(40) {
		args := proxy.get("args")
		args.children = append(args.children, str("--concurrency"), str(open+".ObjectMeta.Namespace"+end))
	}
	if proxy.get("resources") != nil && m.percent(15) {
		proxy.set("securityContext", dict("runAsUser", raw("1337")))
	}
	containers := list(proxy)
	if m.percent(20) {
		containers.children = append(containers.children, dict("name", "helper", "image", "registry.example/helper:1", "resources",
			dict("limits", dict("memory", "1Gi"))))
	}
	pod := dict()
	if m.percent(50) {
		c := dict("name", m.one("istio-init", "istio-validation", "enable-core-dump"), "image", m.image("proxy_init"))
		if resources := m.resources(); resources != nil {
			c.set("resources", resources)
		}
		pod.set("initContainers", list(c))
	}
	pod.set("containers", containers)
	pod.set("volumes", list(dict("name", "istio-envoy", "emptyDir", dict("medium", "Memory"))))
	root := pod
	if m.percent(30) {
		m.features["template below spec"] = true
		root = dict("metadata", dict("labels", dict("a", "b")), "spec", pod)
	}
	s := m.style()
	s.inlineMerge = 0
	switch {
	case s.json:
		m.features["template is JSON"] = true
	case s.flow > 0 || s.comments > 0 || s.quotedKeys > 0 || s.quoted > 0 || s.lonelyDash > 0 || s.wide > 0 || s.complexKeys > 0:
		m.features["template of odd style"] = true
	}
	if !s.json && m.percent(60) {
		s.action = m.actions(open, end)
	}
	return s.write(root, m.Rand)
}

// actions wraps entries of a template into conditions that hold.
func (m *maker) actions(open, end string) func(n *node, key string) (string, string) {
	condition := rand.New(rand.NewSource(m.Int63()))
	left, right := strings.TrimSpace(open)+"- ", " "+strings.TrimSpace(end)
	return func(n *node, key string) (string, string) {
		switch key {
		case "resources", "args", "env", "ports", "volumes", "initContainers", "requests", "securityContext":
		default:
			return "", ""
		}
		if condition.Intn(4) != 0 {
			return "", ""
		}
		return left + `if ne .ObjectMeta.Namespace "other"` + right + "\n", left + "end" + right + "\n"
	}
}
