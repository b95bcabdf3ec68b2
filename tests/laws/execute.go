package main

import (
	"fmt"
	"strings"

	yaml "gopkg.in/yaml.v3"
)

// templates are the injectors of generated streams before and after the run, as two streams with one ConfigMap for each seed: one process
// of tests/injector-templates executes them all.
type templates struct {
	before, after strings.Builder
	count         int
}

// keepTemplates keeps the injector of a stream, unless the report says why it is unchanged.
func (t *transformer) keepTemplates(g generated, output string, r *report) error {
	for _, side := range []struct {
		stream string
		out    *strings.Builder
	}{{g.ordinary, &t.templates.before}, {output, &t.templates.after}} {
		objects, err := readObjects(side.stream, kubectlYAML)
		if err != nil {
			return err
		}
		for _, o := range objects {
			if o.kind != "ConfigMap" || o.name != "istio-sidecar-injector" {
				continue
			}
			if r.mentions("sidecar-resources", o) {
				return nil
			}
			o.fields["metadata"] = map[string]value{"name": fmt.Sprintf("%s%d", injectorPrefix, g.seed), "namespace": o.namespace}
			text, err := yaml.Marshal(o.fields)
			if err != nil {
				return err
			}
			side.out.WriteString("---\n" + string(text))
		}
	}
	t.templates.count++
	return nil
}

const injectorPrefix = "istio-sidecar-injector-"
