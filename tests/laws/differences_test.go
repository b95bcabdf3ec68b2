package main

import (
	"strings"
	"testing"
)

const twoObjects = `apiVersion: v1
kind: ConfigMap
metadata: {name: a}
config: "b: c"
---
apiVersion: v1
kind: ConfigMap
metadata: {name: a}
data: {b: c}
`

func container(command string) string {
	return "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{command: [\"" + command + "\"]}]}\n"
}

// TestDifferences checks checkDifferences: a report that lists what differs passes, and one that does not is a violation.
func TestDifferences(t *testing.T) {
	change := func(kind, outcome, fields string) string {
		return `{"Patch": "p", "Outcome": "` + outcome + `", "Resource": {"APIVersion": "v1", "Kind": "` + kind + `", "Name": "a"}, ` +
			`"Fields": [` + fields + `]}`
	}
	removed, patched := change("ConfigMap", "removed", ""), change("ConfigMap", "patched", `{"Path": "data.b"}`)
	flag := change("Pod", "patched", `{"Path": "spec.containers[0].command[0] > --c"}`)
	configMap := func(key, value string) string {
		return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n" + key + ": {b: " + value + "}\n"
	}
	inText := func(key, value string) string { return configMap("data", "\"{"+key+": "+value+"}\"") }
	numbered := change("ConfigMap", "patched", `{"Path": "1e3.b"}`)
	_, second, _ := strings.Cut(twoObjects, "---\n")
	for name, c := range map[string]struct{ input, output, changes, problem string }{
		"a command that looks like YAML":       {container("a: b --c d"), container("a: b --c e"), flag, ""},
		"an unlisted command":                  {container("a: b --c d"), container("a: b --c e"), "", "command[0] differs"},
		"the first of two objects is gone":     {twoObjects, strings.ReplaceAll(second, "b: c", "b: d"), removed + "," + patched, ""},
		"an unlisted change of the second one": {twoObjects, strings.ReplaceAll(second, "b: c", "b: d"), removed, "data.b differs"},
		"an unlisted removal":                  {twoObjects, second, "", "it is missing"},
		"a number as a key":                    {configMap("1e3", "c"), configMap("1e3", "d"), numbered, ""},
		"a boolean as a key":                   {configMap("off", "c"), configMap("off", "d"), "", ""},
		"a number as a key in a text":          {inText("1e3", "c"), inText("1e3", "d"), "", ""},
		"an unlisted field":                    {configMap("data", "c"), configMap("data", "d"), "", "data.b differs"},
		"an unlisted field in a text":          {inText("c", "d"), inText("c", "e"), "", "data.b > c differs"},
	} {
		found := judgeRun(c.input, c.output, `{"Changes": [`+c.changes+`]}`)
		if (found == "") != (c.problem == "") || !strings.Contains(found, c.problem) {
			t.Errorf("%s: %q", name, found)
		}
	}
}
