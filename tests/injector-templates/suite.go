package main

import (
	"fmt"
	"io"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

var errorLine = regexp.MustCompile(`line (\d+)`)

// side is one template, from the patched or from the original stream.
type side struct {
	engine *engine
	err    error // why it cannot even be parsed as a template
	values map[string]interface{}
}

func newSide(i injector, text string) side {
	e, err := newEngine(text, detectVersion(text, i.values))
	return side{e, err, i.values}
}

// result is a rendering, or the reason why it failed.
func (s side) result(c combination, zipkin string) (map[string]interface{}, error) {
	if s.err != nil {
		return nil, fmt.Errorf("is no template: %s", oneLine(s.err))
	}
	text, err := s.engine.render(c, s.values, zipkin)
	if err != nil {
		return nil, fmt.Errorf("does not execute: %s", oneLine(err))
	}
	root, err := parseStrict(text)
	if err != nil {
		return nil, fmt.Errorf("does not give valid YAML: %s%s", oneLine(err), near(text, err))
	}
	return root, nil
}

func oneLine(err error) string {
	return strings.Join(strings.Fields(err.Error()), " ")
}

// near quotes the line of a rendering that an error points to.
func near(text string, err error) string {
	lines := strings.Split(text, "\n")
	found := errorLine.FindStringSubmatch(err.Error())
	if found == nil {
		return ""
	}
	number, _ := strconv.Atoi(found[1])
	if number < 1 || number > len(lines) {
		return ""
	}
	return fmt.Sprintf(", near %q", strings.TrimSpace(lines[number-1]))
}

// runInjector executes every sidecar template of a ConfigMap for every combination.
func runInjector(patched injector, original *injector, zipkin string, o options, found *report, out io.Writer) {
	names := make([]string, 0, len(patched.templates))
	for name := range patched.templates {
		names = append(names, name)
	}
	sort.Strings(names)
	ran := 0
	for _, name := range names {
		text := patched.templates[name]
		if !executed(name, text) {
			continue
		}
		ran++
		var before *side
		if original != nil && original.templates[name] != "" {
			text += original.templates[name]
			made := newSide(*original, original.templates[name])
			before = &made
		}
		job := templateRun{patched.name, name, newSide(patched, patched.templates[name]), before, "", zipkin, o, found, map[string]int{}}
		if before != nil {
			job.originalText = original.templates[name]
		}
		job.run(combinations(text))
		if o.verbose {
			job.describe(out, len(combinations(text)))
		}
	}
	if ran == 0 {
		found.add(patched.name, "-", finding{"-", "there is no sidecar template"}, "text")
	}
}

type templateRun struct {
	injector, template string
	patched            side
	original           *side
	originalText       string
	zipkin             string
	options            options
	found              *report
	skipped            map[string]int // reasons why the original could not be compared with
}

func (t *templateRun) run(all []combination) {
	for _, c := range all {
		t.found.renders++
		for _, f := range t.judge(c) {
			t.found.add(t.injector, t.template, f, c.String())
		}
	}
}

func (t *templateRun) judge(c combination) []finding {
	after, err := t.patched.result(c, t.zipkin)
	if err != nil {
		return []finding{{"-", err.Error()}}
	}
	if t.options.assert == "renders" {
		return nil
	}
	findings := checkLimits(after, t.honoured(c.annotations.values))
	if t.options.assert == "quota" {
		findings = append(findings, checkQuota(after, strings.Split(t.options.quota, ","))...)
	}
	if t.original == nil {
		return findings
	}
	before, err := t.original.result(c, t.zipkin)
	if err != nil {
		t.skipped[err.Error()]++
		return findings
	}
	if t.options.assert == "quota" && t.options.mode == "fill" {
		plain := c
		plain.annotations = annotationSet{name: "none"}
		unannotated, err := t.original.result(plain, t.zipkin)
		if err != nil {
			return append(findings, finding{"-", "without annotations the original " + err.Error()})
		}
		findings = append(findings, checkRequests(before, unannotated, after, c.annotations.values)...)
	}
	if t.options.mode == "fill" && c.annotations.values == nil {
		findings = append(findings, checkFilled(before, after)...)
	}
	return append(findings, checkNothingElse(before, after)...)
}

// honoured are the annotations that the original template reads. The patched template need not read others.
func (t *templateRun) honoured(annotations map[string]string) map[string]string {
	if t.original == nil {
		return annotations
	}
	known := map[string]string{}
	for name, value := range annotations {
		if strings.Contains(t.originalText, strings.TrimSuffix(name, "Limit")) {
			known[name] = value
		}
	}
	return known
}

func (t *templateRun) describe(out io.Writer, combinations int) {
	if t.patched.engine != nil {
		fmt.Fprintf(out, "%s %s: Istio %s, %d combinations\n", t.injector, t.template, t.patched.engine.version, combinations)
	}
	for reason, count := range t.skipped {
		fmt.Fprintf(out, "%s %s: not compared with the original, which %s (%d times)\n", t.injector, t.template, reason, count)
	}
}
