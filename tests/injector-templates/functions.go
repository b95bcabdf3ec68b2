package main

import (
	"encoding/json"
	"fmt"
	"path"
	"reflect"
	"strconv"
	"strings"
	"text/template"
	"time"

	"github.com/Masterminds/sprig"
	"gopkg.in/yaml.v3"
)

// function is one of Istio's template functions, with the releases that have it (until = first without it).
type function struct {
	name         string
	since, until version
	body         interface{}
}

// istioFunctions are this program's own versions of the functions; those that need the rendering are in render.go.
var istioFunctions = []function{
	{"formatDuration", version{1, 0, 0}, newest, func(d time.Duration) string { return d.String() }},
	{"isset", version{1, 0, 0}, newest, func(m map[string]string, key string) bool { _, found := m[key]; return found }},
	{"annotation", version{1, 0, 3}, newest, annotation},
	{"excludeInboundPort", version{1, 0, 3}, newest, excludeInboundPort},
	{"includeInboundPorts", version{1, 0, 3}, newest, func(all []podContainer) string { return tcpPorts(all, "") }},
	{"applicationPorts", version{1, 0, 3}, newest, func(all []podContainer) string { return tcpPorts(all, proxyName) }},
	{"toJson", version{1, 0, 3}, version{1, 19, 0}, toJSON},
	{"toJSON", version{1, 1, 0}, newest, toJSON},
	{"fromJSON", version{1, 1, 0}, newest, fromJSON},
	{"toYaml", version{1, 1, 0}, newest, toYaml},
	{"indent", version{1, 1, 0}, newest, indent},
	{"directory", version{1, 1, 0}, newest, func(file string) string { folder, _ := path.Split(file); return folder }},
	{"kubevirtInterfaces", version{1, 1, 0}, newest, func(s string) string { return s }},
	{"valueOrDefault", version{1, 1, 0}, version{1, 2, 0}, func(value, fallback string) string { return orElse(value, fallback).(string) }},
	{"valueOrDefault", version{1, 2, 0}, newest, orElse},
	{"contains", version{1, 2, 0}, newest, func(part, whole string) bool { return strings.Contains(whole, part) }},
	{"toLower", version{1, 3, 0}, newest, strings.ToLower},
	{"structToJSON", version{1, 3, 0}, newest, marshal},
	{"protoToJSON", version{1, 4, 0}, newest, marshal},
	{"appendMultusNetwork", version{1, 8, 0}, newest, appendMultusNetwork},
	{"excludeInterfaces", version{1, 15, 0}, newest, func(s string) string { return s }},
	{"omit", version{1, 18, 0}, newest, omit},
	{"strdict", version{1, 18, 0}, newest, strdict},
	{"toJsonMap", version{1, 18, 0}, newest, func(maps ...map[string]string) string { return marshal(mergeMaps(maps...)) }},
	{"mergeMaps", version{1, 21, 0}, newest, mergeMaps},
	{"omitNil", version{1, 28, 6}, newest, omitNil},
	{"otelResourceAttributes", version{1, 30, 0}, newest, otelResourceAttributes},
}

// functionsOf is the function set of one release: a template that calls anything else stops that release's injector.
func functionsOf(v version) template.FuncMap {
	set := template.FuncMap{}
	if !v.before(version{1, 8, 0}) {
		set = sprig.TxtFuncMap()
	}
	for _, f := range istioFunctions {
		if !v.before(f.since) && (v.before(f.until) || f.until == newest) {
			set[f.name] = f.body
		}
	}
	if v.before(version{1, 14, 0}) { // built with a Go older than 1.18
		set["and"] = func(first reflect.Value, rest ...reflect.Value) reflect.Value { return evaluateAll(false, first, rest) }
		set["or"] = func(first reflect.Value, rest ...reflect.Value) reflect.Value { return evaluateAll(true, first, rest) }
	}
	return set
}

// evaluateAll is "and" and "or" of the older Go, which evaluated every argument before choosing one.
func evaluateAll(wanted bool, chosen reflect.Value, rest []reflect.Value) reflect.Value {
	for _, next := range rest {
		if truth, _ := template.IsTrue(plain(chosen)); truth == wanted {
			break
		}
		chosen = next
	}
	return chosen
}

func plain(v reflect.Value) interface{} {
	if !v.IsValid() {
		return nil
	}
	return v.Interface()
}

func annotation(meta objectMeta, name string, fallback interface{}) string {
	if value, found := meta.Annotations[name]; found {
		return value
	}
	return fmt.Sprint(fallback)
}

// excludeInboundPort adds the status port to a comma-separated list of ports, unless it is off or already there.
func excludeInboundPort(port interface{}, list string) string {
	wanted := strings.TrimSpace(fmt.Sprint(port))
	if wanted == "" || wanted == "0" {
		return list
	}
	var kept []string
	for _, item := range strings.Split(list, ",") {
		item = strings.TrimSpace(item)
		if item == wanted {
			return list
		}
		if item != "" {
			kept = append(kept, item)
		}
	}
	return strings.Join(append(kept, wanted), ",")
}

// tcpPorts lists the ports of all containers but one.
func tcpPorts(containers []podContainer, except string) string {
	var ports []string
	for _, c := range containers {
		for _, p := range c.Ports {
			if c.Name != except && (p.Protocol == "" || p.Protocol == "TCP") {
				ports = append(ports, strconv.Itoa(int(p.ContainerPort)))
			}
		}
	}
	return strings.Join(ports, ",")
}

func orElse(value, fallback interface{}) interface{} {
	if value == nil || value == "" {
		return fallback
	}
	return value
}

func toJSON(m map[string]string) string {
	if m == nil {
		return "{}"
	}
	return marshal(m)
}

func marshal(value interface{}) string {
	text, err := json.Marshal(value)
	if value == nil || err != nil {
		return "{}"
	}
	return string(text)
}

func fromJSON(text string) interface{} {
	var value interface{}
	if json.Unmarshal([]byte(text), &value) != nil {
		return "{}"
	}
	return value
}

// toYaml goes through JSON first, as Istio's library does, so that whole numbers stay whole.
func toYaml(value interface{}) string {
	var plain interface{}
	if yaml.Unmarshal([]byte(marshal(value)), &plain) != nil {
		return ""
	}
	var text strings.Builder
	encoder := yaml.NewEncoder(&text)
	encoder.SetIndent(2)
	if encoder.Encode(plain) != nil {
		return ""
	}
	return text.String()
}

// indent, unlike sprig's function of that name, leaves the first line alone: the template has indented it already.
func indent(spaces int, text string) string {
	return strings.ReplaceAll(text, "\n", "\n"+strings.Repeat(" ", spaces))
}
