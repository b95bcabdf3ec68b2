package main

import (
	"fmt"
	"io"
	"regexp"
)

const maximumLines = 20

// report collects failures; those that differ only in their combination or line numbers count as one.
type report struct {
	renders  int
	failures []*failure
	known    map[string]*failure
}

type failure struct {
	text, example string
	count         int
}

var lineNumber = regexp.MustCompile(`line \d+|:\d+(:\d+)?:`)

func (r *report) add(injector, template string, f finding, example string) {
	text := fmt.Sprintf("%s %s %s: %s", injector, template, f.container, f.problem)
	key := lineNumber.ReplaceAllString(text, "line")
	if r.known == nil {
		r.known = map[string]*failure{}
	}
	if r.known[key] == nil {
		r.known[key] = &failure{text: text, example: example}
		r.failures = append(r.failures, r.known[key])
	}
	r.known[key].count++
}

func (r *report) print(out io.Writer, verbose bool) {
	for i, f := range r.failures {
		if i == maximumLines && !verbose {
			fmt.Fprintf(out, "... and %d more (-v shows them)\n", len(r.failures)-i)
			break
		}
		fmt.Fprintf(out, "%s [%s] (%d times)\n", f.text, f.example, f.count)
	}
	fmt.Fprintf(out, "%d renders, %d failures\n", r.renders, len(r.failures))
}
