package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// version is an Istio release; it decides what a template may use.
type version [3]int

var (
	imageTag   = regexp.MustCompile(`/(?:proxyv2|proxy_init)[^:\s"]*:(\d+)\.(\d+)\.(\d+)`)
	valuesTag  = regexp.MustCompile(`^(\d+)\.(\d+)\.(\d+)`)
	lastSquare = version{1, 1, 17}
	newest     = version{1, 99, 0}
)

func (v version) before(other version) bool {
	for i := range v {
		if v[i] != other[i] {
			return v[i] < other[i]
		}
	}
	return false
}

func (v version) String() string {
	if v == newest {
		return "unknown, taken as the newest"
	}
	return fmt.Sprintf("%d.%d.%d", v[0], v[1], v[2])
}

// detectVersion reads the release from the image tag in the template (up to 1.1) or in the values (from 1.2).
// Without either (a development build), the delimiters still distinguish old from new, and new may use everything.
func detectVersion(template string, values map[string]interface{}) version {
	if found := imageTag.FindStringSubmatch(template); found != nil {
		return toVersion(found)
	}
	if global, ok := values["global"].(map[string]interface{}); ok {
		found := valuesTag.FindStringSubmatch(fmt.Sprint(global["tag"]))
		// Curly delimiters came with 1.2: an older tag beside them is wrong.
		if found != nil && (squareDelimiters(template) || !toVersion(found).before(version{1, 2, 0})) {
			return toVersion(found)
		}
	}
	if squareDelimiters(template) {
		return lastSquare
	}
	return newest
}

func toVersion(found []string) version {
	var v version
	for i := range v {
		v[i], _ = strconv.Atoi(found[i+1])
	}
	return v
}

// squareDelimiters reports whether a template uses [[ ]] (up to 1.1) and not {{ }}.
func squareDelimiters(template string) bool {
	return strings.Count(template, "[[") > strings.Count(template, "{{")
}
