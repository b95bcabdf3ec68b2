package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"
)

const defaultZipkin = "zipkin.istio-system:9411"

var configMapKind = regexp.MustCompile(`(?m)kind"?\s*:\s*"?'?ConfigMap\b`)

// stream is the relevant part of one file of manifests.
type stream struct {
	injectors []injector
	zipkin    string // address in the mesh config
}

// injector is one ConfigMap istio-sidecar-injector[-REVISION].
type injector struct {
	namespace, name string
	templates       map[string]string      // by name; "template" is the single template of the older releases
	settings        map[string]interface{} // all other keys of the config
	values          map[string]interface{}
}

func readStream(file string) (*stream, error) {
	bytes, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	found := &stream{zipkin: defaultZipkin}
	for _, document := range splitDocuments(string(bytes)) {
		if !configMapKind.MatchString(document) || !strings.Contains(document, "istio") {
			continue
		}
		var object map[string]interface{}
		if err := yaml.Unmarshal([]byte(document), &object); err != nil {
			if strings.Contains(document, "istio-sidecar-injector") {
				return nil, fmt.Errorf("%s: %v", file, err)
			}
			continue // other objects are not checked, and upstream has some with duplicate keys
		}
		if err := found.add(object); err != nil {
			return nil, fmt.Errorf("%s: %v", file, err)
		}
	}
	if len(found.injectors) == 0 {
		return nil, fmt.Errorf("%s: no ConfigMap istio-sidecar-injector found", file)
	}
	return found, nil
}

// splitDocuments cuts at document markers only, so that one unreadable document does not hide the others.
func splitDocuments(text string) []string {
	var documents []string
	start := 0
	lines := strings.SplitAfter(text, "\n")
	for i, line := range lines {
		marker := strings.TrimRight(line, " \t\r\n")
		if strings.HasPrefix(line, "--- ") || strings.HasPrefix(line, "---\t") || marker == "---" || marker == "..." {
			documents = append(documents, strings.Join(lines[start:i], ""))
			start = i
			if marker == "..." {
				start++
			}
		}
	}
	return append(documents, strings.Join(lines[start:], ""))
}

// add takes over a ConfigMap, or those inside a List.
func (s *stream) add(object map[string]interface{}) error {
	if items, ok := object["items"].([]interface{}); ok {
		for _, item := range items {
			if err := s.add(mapping(item)); err != nil {
				return err
			}
		}
		return nil
	}
	metadata, data := mapping(object["metadata"]), mapping(object["data"])
	name := scalarText(metadata["name"])
	switch {
	case object["kind"] != "ConfigMap":
		return nil
	case strings.HasPrefix(name, "istio-sidecar-injector"):
		found, err := newInjector(scalarText(data["config"]), scalarText(data["values"]))
		if err != nil {
			return fmt.Errorf("ConfigMap %s: %v", name, err)
		}
		found.name, found.namespace = name, scalarText(metadata["namespace"])
		s.injectors = append(s.injectors, found)
	case strings.HasPrefix(name, "istio") && data["mesh"] != nil:
		s.readMesh(scalarText(data["mesh"]))
	}
	return nil
}

// readMesh takes the Zipkin address, which is at one place in Istio 1.0 and at another in later releases.
func (s *stream) readMesh(text string) {
	var mesh map[string]interface{}
	if yaml.Unmarshal([]byte(text), &mesh) != nil {
		return
	}
	proxy := mapping(mesh["defaultConfig"])
	tracer := mapping(mapping(proxy["tracing"])["zipkin"])
	for _, address := range []interface{}{proxy["zipkinAddress"], tracer["address"]} {
		if text := scalarText(address); text != "" {
			s.zipkin = text
		}
	}
}

func newInjector(config, values string) (injector, error) {
	found := injector{templates: map[string]string{}, settings: map[string]interface{}{}}
	var keys map[string]interface{}
	if err := yaml.Unmarshal([]byte(config), &keys); err != nil {
		return found, fmt.Errorf("config: %v", err)
	}
	for key, value := range keys {
		switch key {
		case "template":
			found.templates[key] = scalarText(value)
		case "templates":
			for name, text := range mapping(value) {
				found.templates[name] = scalarText(text)
			}
		default:
			found.settings[key] = value
		}
	}
	if len(found.templates) == 0 {
		return found, fmt.Errorf("config: no template")
	}
	var raw interface{}
	if err := yaml.Unmarshal([]byte(values), &raw); err != nil {
		return found, fmt.Errorf("values: %v", err)
	}
	// Like Istio, have the values the way JSON delivers them: every number a float.
	found.values = mapping(fromJSON(marshal(raw)))
	return found, nil
}

// containersKey is the key of a list of containers, as YAML or JSON.
var containersKey = regexp.MustCompile(`ontainers["']?\s*:`)

// executed reports whether a template makes a sidecar; from 1.12 "template" is only a warning for older readers.
func executed(name, text string) bool {
	return name == "sidecar" || name == "grpc-agent" || name == "template" && containersKey.MatchString(text)
}

// mapping is the value as a mapping; empty for other values.
func mapping(value interface{}) map[string]interface{} {
	m, _ := value.(map[string]interface{})
	return m
}
