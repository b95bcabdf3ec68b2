package main

import (
	"fmt"
	"strings"

	yaml2 "gopkg.in/yaml.v2"
	yaml3 "gopkg.in/yaml.v3"
)

// value is data as Go's YAML reads it: map[string]value, []value, or a scalar. Merge keys and aliases are resolved.
type value = interface{}

// dialect is a YAML reader. kubectl reads YAML 1.1 with yaml.v2; other Go tools use yaml.v3.
type dialect struct {
	name   string
	decode func(document string) (value, error)
}

// read has text keys only.
func (d dialect) read(document string) (value, error) {
	v, err := d.decode(document)
	return plain(v), err
}

var (
	kubectlYAML = dialect{"yaml.v2", func(document string) (value, error) {
		var v value
		err := yaml2.Unmarshal([]byte(document), &v)
		return v, err
	}}
	newerYAML = dialect{"yaml.v3", func(document string) (value, error) {
		var v value
		err := yaml3.Unmarshal([]byte(document), &v)
		return v, err
	}}
)

// plain turns every mapping into one with text keys, as JSON has it.
func plain(v value) value {
	switch v := v.(type) {
	case map[interface{}]interface{}:
		m := make(map[string]value, len(v))
		for key, item := range v {
			m[fmt.Sprint(key)] = plain(item)
		}
		return m
	case map[string]interface{}:
		for key, item := range v {
			v[key] = plain(item)
		}
		return v
	case []interface{}:
		for i, item := range v {
			v[i] = plain(item)
		}
		return v
	}
	return v
}

// splitDocuments cuts a stream at its document markers, so that one unreadable document does not hide the others.
func splitDocuments(text string) []string {
	text = strings.TrimPrefix(text, "\ufeff")
	var documents []string
	start := 0
	for at := 0; at < len(text); {
		end := strings.IndexByte(text[at:], '\n') + 1
		if end == 0 {
			end = len(text) - at
		}
		marker := strings.TrimRight(text[at:at+end], " \t\r\n")
		if marker == "..." || marker == "---" || strings.HasPrefix(marker, "--- ") || strings.HasPrefix(marker, "---\t") {
			documents = append(documents, text[start:at])
			start = at
			if marker == "..." {
				start = at + end
			}
		}
		at += end
	}
	return append(documents, text[start:])
}

// object is one Kubernetes object of a stream: a document, or an item of a list at any depth.
type object struct {
	apiVersion, kind, namespace, name string
	fields                            map[string]value
	source                            string // the chart template of the document, from its own "# Source:" line
}

// id is what reports call an object.
func (o object) id() string { return identity(o.kind, o.namespace, o.name) }

func identity(kind, namespace, name string) string {
	if namespace == "" {
		return kind + " " + name
	}
	return kind + " " + namespace + "/" + name
}

// readObjects reads all objects of a stream. Documents without content have none.
func readObjects(stream string, d dialect) ([]object, error) {
	var all []object
	for i, document := range splitDocuments(stream) {
		content, err := d.read(document)
		if err != nil {
			return nil, fmt.Errorf("document %d: %v", i+1, err)
		}
		all = appendObjects(all, content, sourceOf(document))
	}
	return all, nil
}

func sourceOf(document string) string {
	for _, line := range strings.Split(document, "\n") {
		if strings.HasPrefix(line, "# Source: ") {
			return strings.TrimSpace(strings.TrimPrefix(line, "# Source: "))
		}
	}
	return ""
}

// appendObjects flattens lists as kubectl does; a list itself is nothing that an API server keeps.
func appendObjects(all []object, content value, source string) []object {
	return appendItem(all, mapping(content), "", "", source)
}

// appendItem is the same for an item of a list that may name version and kind of its items.
func appendItem(all []object, fields map[string]value, apiVersion, kind, source string) []object {
	if fields == nil {
		return all
	}
	if own := text(fields["kind"]); own != "" {
		apiVersion, kind = text(fields["apiVersion"]), own
	}
	if items, isList := fields["items"].([]value); isList && strings.HasSuffix(kind, "List") {
		for _, item := range items {
			all = appendItem(all, mapping(item), apiVersion, strings.TrimSuffix(kind, "List"), source)
		}
		return all
	}
	metadata := mapping(fields["metadata"])
	name := text(metadata["name"])
	if name == "" {
		name = text(metadata["generateName"])
	}
	return append(all, object{apiVersion, kind, text(metadata["namespace"]), name, fields, source})
}

// group is the API group of an object, empty for the core group.
func (o object) group() string {
	if slash := strings.Index(o.apiVersion, "/"); slash >= 0 {
		return o.apiVersion[:slash]
	}
	return ""
}

func (o object) label(name string) string {
	return text(mapping(mapping(o.fields["metadata"])["labels"])[name])
}

// mapping is empty for anything else.
func mapping(v value) map[string]value {
	m, _ := v.(map[string]value)
	return m
}

func items(v value) []value {
	s, _ := v.([]value)
	return s
}

// text is a scalar's text; a collection has none.
func text(v value) string {
	switch v := v.(type) {
	case nil, map[string]value, []value:
		return ""
	case string:
		return v
	default:
		return fmt.Sprint(v)
	}
}

// at follows keys through mappings.
func at(v value, keys ...string) value {
	for _, key := range keys {
		v = mapping(v)[key]
	}
	return v
}
