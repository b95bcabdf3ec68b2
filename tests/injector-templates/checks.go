package main

import (
	"fmt"
	"math/big"
	"sort"
	"strings"
)

// finding is one problem with one rendering.
type finding struct{ container, problem string }

// checkLimits checks the resources of all containers that a rendering adds to the pod.
func checkLimits(root map[string]interface{}, annotations map[string]string) []finding {
	var all []finding
	proxies := 0
	for _, c := range containersOf(root) {
		if c.own {
			continue
		}
		problems := append(checkResources(c.fields["resources"]), unknownFields(c.fields)...)
		if c.name == proxyName {
			proxies++
			problems = append(problems, checkAnnotations(c.fields["resources"], annotations)...)
		}
		if c.name == "" {
			problems = append(problems, "has no name")
		}
		for _, problem := range problems {
			all = append(all, finding{c.name, problem})
		}
	}
	if proxies != 1 {
		all = append(all, finding{proxyName, fmt.Sprintf("occurs %d times", proxies)})
	}
	for _, place := range strayResources(root, "") {
		all = append(all, finding{"-", "key resources where it does not belong: " + place})
	}
	return all
}

// containerFields are the fields of a Kubernetes container; the API server drops or rejects others.
const containerFields = " args command env envFrom image imagePullPolicy lifecycle livenessProbe name ports readinessProbe resizePolicy" +
	" resources restartPolicy restartPolicyRules securityContext startupProbe stdin stdinOnce terminationMessagePath" +
	" terminationMessagePolicy tty volumeDevices volumeMounts workingDir "

func unknownFields(fields map[string]interface{}) []string {
	var problems []string
	for _, field := range sortedKeys(fields) {
		if !strings.Contains(containerFields, " "+field+" ") {
			problems = append(problems, "has the unknown field "+field)
		}
	}
	return problems
}

// amounts are the readable quantities of a container's resources, by "limits.memory" and so on.
func amounts(resources interface{}) map[string]*big.Rat {
	known := map[string]*big.Rat{}
	for section, entries := range mapping(resources) {
		for name, value := range mapping(entries) {
			if amount, err := parseQuantity(value); err == nil {
				known[section+"."+name] = amount
			}
		}
	}
	return known
}

func checkResources(resources interface{}) []string {
	var problems []string
	sections := mapping(resources)
	if resources != nil && sections == nil {
		problems = append(problems, "resources is not a mapping")
	}
	for section, entries := range sections {
		if section != "limits" && section != "requests" {
			problems = append(problems, "resources has the unknown key "+section)
			continue
		}
		if entries != nil && mapping(entries) == nil {
			problems = append(problems, section+" is not a mapping")
		}
		for name, value := range mapping(entries) {
			if _, err := parseQuantity(value); err != nil {
				problems = append(problems, fmt.Sprintf("%s.%s: %v", section, name, err))
			}
		}
	}
	known := amounts(resources)
	limit := known["limits.memory"]
	if _, present := mapping(sections["limits"])["memory"]; !present || limit != nil && limit.Sign() == 0 { // zero is no limit
		problems = append(problems, "limits.memory is missing")
	}
	for _, name := range []string{"cpu", "memory"} {
		request, limit := known["requests."+name], known["limits."+name]
		if request != nil && limit != nil && request.Cmp(limit) > 0 {
			asked, allowed := given(resources, "requests", name), given(resources, "limits", name)
			problems = append(problems, fmt.Sprintf("requests.%s %s is above limits.%s %s", name, asked, name, allowed))
		}
	}
	sort.Strings(problems)
	return problems
}

// checkAnnotations compares istio-proxy with the annotations of the pod.
func checkAnnotations(resources interface{}, annotations map[string]string) []string {
	var problems []string
	known := amounts(resources)
	for _, rule := range []struct{ annotation, section, name string }{
		{cpuAnnotation, "requests", "cpu"}, {memAnnotation, "requests", "memory"},
		{cpuLimit, "limits", "cpu"}, {memLimit, "limits", "memory"},
	} {
		asked, present := annotations[rule.annotation]
		if !present {
			continue
		}
		wanted, err := parseQuantity(asked)
		if got := known[rule.section+"."+rule.name]; err != nil || got == nil || got.Cmp(wanted) != 0 {
			problems = append(problems, fmt.Sprintf("annotation %s=%s is not honoured: %s.%s is %q",
				rule.annotation, asked, rule.section, rule.name, given(resources, rule.section, rule.name)))
		}
		if limit := known["limits.memory"]; rule.annotation == memAnnotation && limit != nil && limit.Cmp(wanted) < 0 {
			problems = append(problems, fmt.Sprintf("limits.memory %s is below annotation %s=%s",
				given(resources, "limits", "memory"), memAnnotation, asked))
		}
	}
	return problems
}

func given(resources interface{}, section, name string) string {
	return scalarText(mapping(mapping(resources)[section])[name])
}

// strayResources lists the places of every key "resources" outside the containers that the template adds.
func strayResources(value interface{}, path string) []string {
	var places []string
	switch v := value.(type) {
	case []interface{}:
		for i, item := range v {
			places = append(places, strayResources(item, fmt.Sprintf("%s[%d]", path, i))...)
		}
	case map[string]interface{}:
		added := map[string]bool{}
		if path == "" || path == "spec" {
			added = map[string]bool{"containers": true, "initContainers": true}
		}
		for key, item := range v {
			switch items, isList := item.([]interface{}); {
			case key == "resources":
				places = append(places, join(path, key))
			case added[key] && isList:
				places = append(places, strayInContainers(items, join(path, key))...)
			default:
				places = append(places, strayResources(item, join(path, key))...)
			}
		}
	}
	sort.Strings(places)
	return places
}

func strayInContainers(items []interface{}, path string) []string {
	var places []string
	for i, item := range items {
		for key, field := range mapping(item) {
			here := fmt.Sprintf("%s[%d].%s", path, i, key)
			if key != "resources" {
				places = append(places, strayResources(field, here)...)
			} else if isOwn(scalarText(mapping(item)["name"])) {
				places = append(places, here)
			}
		}
	}
	return places
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
