package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// report is the part of the JSON report that the laws use.
type report struct {
	Result  string
	Changes []change
	notices []notice
}

type change struct {
	Patch, Outcome string
	Resource       struct{ APIVersion, Kind, Namespace, Name string }
	Fields         []field
}

func (c change) id() string { return identity(c.Resource.Kind, c.Resource.Namespace, c.Resource.Name) }

type field struct {
	Path     string
	Old, New *string
	Line     int
}

// notice is skipped work or a warning: its patch and its texts, joined.
type notice struct{ patch, text string }

func readReport(text string) (*report, error) {
	var found struct {
		report
		Skipped, Warnings []map[string]interface{}
	}
	if err := json.Unmarshal([]byte(text), &found); err != nil {
		return nil, fmt.Errorf("the report is not JSON: %v: %.200s", err, text)
	}
	for _, entry := range append(found.Skipped, found.Warnings...) {
		found.notices = append(found.notices, notice{fmt.Sprint(entry["patch"]), sayings(entry)})
	}
	return &found.report, nil
}

// sayings joins the texts of an entry, and writes a resource as messages write it.
func sayings(v interface{}) string {
	switch v := v.(type) {
	case map[string]interface{}:
		var parts []string
		if kind, isResource := v["kind"].(string); isResource {
			namespace, _ := v["namespace"].(string)
			parts = append(parts, identity(kind, namespace, fmt.Sprint(v["name"])))
		}
		for _, item := range v {
			parts = append(parts, sayings(item))
		}
		return strings.Join(parts, "\n")
	case string:
		return v
	}
	return ""
}

// mentions reports whether a patch lists an object as skipped or warns about it.
func (r *report) mentions(patch string, o object) bool {
	words := regexp.MustCompile(`(?:^|[^\w/.-])` + regexp.QuoteMeta(o.id()) + `(?:$|[^\w/.-]|\.(?:\s|$))`)
	for _, n := range r.notices {
		if n.patch == patch && words.MatchString(n.text) {
			return true
		}
	}
	return false
}
