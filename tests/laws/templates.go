package main

import (
	"regexp"
	"strings"
)

var (
	action       = regexp.MustCompile(`(?s)\{\{.*?\}\}|\[\[.*?\]\]`)
	injectedName = regexp.MustCompile(`["']?name["']?\s*:\s*["']?(istio-proxy|istio-init|istio-validation|enable-core-dump)["']?(?:[\s,}]|$)`)
	imageKey     = regexp.MustCompile(`["']?image["']?\s*:`)
	// memoryLimit is a limit in the text itself, or resources that an action writes: tests/injector-templates executes those.
	memoryLimit  = regexp.MustCompile(`(?s)limits["']?\s*:.*?memory["']?\s*:|template "resources"|include "resources"|toYaml`)
	anotherProxy = regexp.MustCompile(`(?s)args["']?\s*:\s*(?:#[^\n]*\n\s*)?\[?\s*(?:-\s+)?["']?` +
		`(?:proxy["']?\s*,?\s*(?:-\s+)?["']?)?(?:router|waypoint|ztunnel)\b`)
)

// unlimitedInTemplate names the containers of an injection template that have no memory limit, by a simple scan of its text: the block of
// lines that belongs to an item, or the flow mapping around its name.
func unlimitedInTemplate(template string) []string {
	masked := action.ReplaceAllStringFunc(template, func(a string) string {
		return strings.Map(func(r rune) rune {
			if r == '\n' {
				return r
			}
			return 'x'
		}, a)
	})
	masked = asBytes(masked, template)
	var names []string
	for _, found := range injectedName.FindAllStringSubmatchIndex(masked, -1) {
		if isComment(masked, found[0]) {
			continue
		}
		start, end := blockAround(masked, found[0])
		block := template[start:end]
		if imageKey.MatchString(block) && !memoryLimit.MatchString(block) && !anotherProxy.MatchString(block) {
			names = append(names, masked[found[2]:found[3]])
		}
	}
	return names
}

// asBytes pads a masked text whose actions had characters of several bytes.
func asBytes(masked, original string) string {
	if len(masked) == len(original) {
		return masked
	}
	bytes := []byte(original)
	for _, span := range action.FindAllStringIndex(original, -1) {
		for i := span[0]; i < span[1]; i++ {
			if bytes[i] != '\n' {
				bytes[i] = 'x'
			}
		}
	}
	return string(bytes)
}

// isComment is true where a line has a # in front of the place.
func isComment(text string, at int) bool {
	line := text[strings.LastIndexByte(text[:at], '\n')+1 : at]
	return strings.HasPrefix(strings.TrimSpace(line), "#") || strings.Contains(line, " #")
}

// blockAround is the item that holds the place.
func blockAround(text string, at int) (int, int) {
	depth := 0
	for i := at - 1; i >= 0; i-- {
		switch text[i] {
		case '}':
			depth++
		case '{':
			if depth == 0 {
				return i, closing(text, i)
			}
			depth--
		}
	}
	start := strings.LastIndexByte(text[:at], '\n') + 1
	column := at - start
	for {
		line := text[start : start+strings.IndexByte(text[start:]+"\n", '\n')]
		if dash := strings.IndexByte(line, '-'); strings.TrimSpace(line[:max(dash, 0)]) == "" && dash >= 0 && dash < column &&
			isDash(line[dash:]) {
			return start, endOfItem(text, start, dash)
		}
		if start == 0 {
			return 0, len(text)
		}
		start = strings.LastIndexByte(text[:start-1], '\n') + 1
	}
}

func isDash(text string) bool { return text == "-" || strings.HasPrefix(text, "- ") || text == "-\r" }

func max(a, b int) int {
	if a > b {
		return a
	}
	return b
}

func closing(text string, open int) int {
	depth := 0
	for i := open; i < len(text); i++ {
		switch text[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(text)
}

// endOfItem is the start of the next line that is not deeper than the item's dash and has more than an action or a comment.
func endOfItem(text string, start, dash int) int {
	end := start + strings.IndexByte(text[start:]+"\n", '\n') + 1
	for end < len(text) {
		line := text[end : end+strings.IndexByte(text[end:]+"\n", '\n')]
		content := strings.TrimSpace(line)
		indent := len(line) - len(strings.TrimLeft(line, " "))
		onlyAction := strings.Trim(content, "x") == ""
		if !onlyAction && !strings.HasPrefix(content, "#") && indent <= dash {
			return end
		}
		end += len(line) + 1
	}
	return len(text)
}
