package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"text/template"

	"gopkg.in/yaml.v3"
)

// engine executes one template the way the injector of its release does.
type engine struct {
	version  version
	template *template.Template
	dot      interface{}
	settings map[string]string // environment of the injector
}

func newEngine(text string, v version) (*engine, error) {
	e := &engine{version: v}
	functions := functionsOf(v)
	if !v.before(version{1, 5, 0}) {
		functions["env"] = e.env
	}
	t := template.New("inject").Funcs(functions)
	if squareDelimiters(text) {
		t.Delims("[[", "]]")
	}
	if !v.before(version{1, 2, 0}) && (v.before(version{1, 14, 0}) || v == newest) {
		t.Funcs(template.FuncMap{"render": func(inner string) string { return e.renderInner(t, inner) }})
	}
	var err error
	e.template, err = t.Parse(text)
	return e, err
}

// renderInner executes a text from the values, which may itself be a template; like Istio, it swallows errors.
func (e *engine) renderInner(outer *template.Template, text string) string {
	var out strings.Builder
	inner, err := outer.New("inner").Parse(text)
	if err != nil || inner.Execute(&out, e.dot) != nil {
		return ""
	}
	return out.String()
}

func (e *engine) env(name, fallback string) string {
	if value := e.settings[name]; value != "" {
		return value
	}
	return fallback
}

// render executes the template for one combination.
func (e *engine) render(c combination, values map[string]interface{}, zipkin string) (string, error) {
	data := c.data(values, zipkin)
	e.dot = &data
	if e.version.before(version{1, 2, 0}) {
		e.dot = &data.legacyData
	}
	e.settings = map[string]string{"ENABLE_NATIVE_SIDECARS": fmt.Sprint(c.native)}
	var out strings.Builder
	err := e.template.Execute(&out, e.dot)
	return out.String(), err
}

// parseStrict reads exactly one document, a mapping without duplicate keys at any depth.
func parseStrict(text string) (map[string]interface{}, error) {
	decoder := yaml.NewDecoder(strings.NewReader(text))
	var root map[string]interface{}
	if err := decoder.Decode(&root); err != nil {
		return nil, err
	}
	if decoder.Decode(new(interface{})) != io.EOF {
		return nil, errors.New("more than one document")
	}
	return root, nil
}

// container is one item of a list of containers in a rendering.
type container struct {
	list, name string
	own        bool // of the pod itself, only listed again (template grpc-agent)
	fields     map[string]interface{}
}

// containersOf lists the containers of a rendering: in spec, or at the top in the templates up to 1.8.
func containersOf(root map[string]interface{}) []container {
	var all []container
	for _, place := range []struct {
		prefix string
		fields map[string]interface{}
	}{{"", root}, {"spec.", mapping(root["spec"])}} {
		for _, list := range []string{"initContainers", "containers"} {
			items, _ := place.fields[list].([]interface{})
			for _, item := range items {
				fields := mapping(item)
				name := scalarText(fields["name"])
				all = append(all, container{place.prefix + list, name, isOwn(name), fields})
			}
		}
	}
	return all
}

func isOwn(name string) bool {
	for _, own := range ownContainers {
		if name == own {
			return true
		}
	}
	return false
}
