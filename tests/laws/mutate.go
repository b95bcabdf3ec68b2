package main

import (
	"math/rand"
	"strings"
)

// mutate changes a stream in a few places: lines are added, removed, moved and indented differently; words are exchanged and quoted.
func mutate(stream string, random *rand.Rand) string {
	lines := strings.Split(stream, "\n")
	for count := 1 + random.Intn(2); count > 0; count-- {
		at := random.Intn(len(lines))
		other := random.Intn(len(lines))
		switch random.Intn(11) {
		case 0:
			lines = append(lines[:at], lines[at+1:]...)
			if len(lines) == 0 {
				return ""
			}
		case 1:
			lines = insert(lines, other, lines[at])
		case 2:
			lines[at], lines[other] = lines[other], lines[at]
		case 3:
			lines[at] = spaces(1+random.Intn(3)) + lines[at]
		case 4:
			lines[at] = strings.TrimPrefix(lines[at], spaces(1+random.Intn(2)))
		case 5:
			lines[at] += []string{" # a remark", "  ", " #", "\t"}[random.Intn(4)]
		case 6:
			lines = insert(lines, at, spaces(random.Intn(8))+[]string{"# a remark", "", "---", "{{- if true }}", "resources: {}",
				"<<: {name: istio-proxy}"}[random.Intn(6)])
		case 7:
			lines[at] = exchange(lines[at], random)
		case 8:
			indentBlock(lines, at, 1+random.Intn(3))
		case 9:
			if key, rest, found := strings.Cut(lines[at], ": "); found && strings.TrimSpace(key) != "" {
				lines[at] = key + ": " + []string{"", "null", `""`, "{}", "[]", "&x " + rest, "!!str " + rest, "|",
					"'" + strings.Trim(rest, `'"`) + "'"}[random.Intn(9)]
			}
		case 10:
			if key, rest, found := strings.Cut(lines[at], ":"); found {
				name := strings.TrimLeft(key, " -")
				lines[at] = strings.TrimSuffix(key, name) + `"` + name + `":` + rest
			}
		}
	}
	return strings.Join(lines, "\n")
}

func insert(lines []string, at int, line string) []string {
	return append(lines[:at:at], append([]string{line}, lines[at:]...)...)
}

// words are what the patches look for.
var words = []string{"istio-proxy", "istio-init", "--zipkinAddress", "zipkin:9411", "zipkin.istio-system:9411", "router", "sidecar",
	"memory", "limits", "resources", "args", "name",
	"containers", "grafana", "prometheus", "istio-system", "0", "64Mi", "List", "items", "Deployment", "credentialName", "template", "data"}

// exchange puts one of the words in the place of a word of the line.
func exchange(line string, random *rand.Rand) string {
	fields := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" {}[],:'\"", r) })
	if len(fields) == 0 {
		return line
	}
	return strings.Replace(line, fields[random.Intn(len(fields))], words[random.Intn(len(words))], 1)
}

// indentBlock moves a line and what is below it to the right.
func indentBlock(lines []string, at, by int) {
	indent := func(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }
	first := indent(lines[at])
	for i := at; i < len(lines) && (i == at || strings.TrimSpace(lines[i]) == "" || indent(lines[i]) > first); i++ {
		lines[i] = spaces(by) + lines[i]
	}
}
