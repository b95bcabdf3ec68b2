package main

import (
	"fmt"
	"strings"

	"../batch"
)

// arguments of all generated streams: derived certificates are the same in every run.
var generatedArguments = append([]string{"--tls-seed-file", "../laws/testdata/seed", "--domain", "shop.example", "--certificate-time",
	"2025-03-01T00:00:00Z"}, assume...)

// judgeMutated applies the laws about changes to a stream that may be anything. Where keys are duplicated or names are no text, readers
// disagree, and kubectl or the API server rejects the stream: such differences do not count. Nor does a second run that rejects the output
// as truncated, because a removal made an object without required fields the last one.
func (t *transformer) judgeMutated(input string) ([]violation, batch.Result, error) {
	found, r, err := t.judgeChanges(input, append([]string{"--allow-empty", "--skip", "security"}, generatedArguments...)...)
	isKnown := hasKnownNames(input)
	var kept []violation
	for _, v := range found {
		if (v.rule != "differences" || isKnown) && !strings.Contains(v.problem, "the stream is truncated") {
			kept = append(kept, v)
		}
	}
	return kept, r, err
}

// judgeGenerated applies the laws to a generated stream, and one more: written in block style, the same objects give the same result,
// unless the report says why an object is unchanged.
func (t *transformer) judgeGenerated(g generated) ([]violation, batch.Result, error) {
	found, r, err := t.judge(g.text, generatedArguments...)
	if err != nil {
		return nil, r, err
	}
	if r.Exit != written {
		return found, r, nil
	}
	ordinary, err := t.run(g.ordinary, generatedArguments...)
	if err != nil {
		return nil, r, err
	}
	if ordinary.Exit != written {
		return append(found, violation{"style", "stream", "is rejected in block style, and written in its own: " + ordinary.Report}), r, nil
	}
	said, err := readReport(r.Report)
	if err != nil {
		return nil, r, err
	}
	different, err := sameResult(ordinary.Output, r.Output, said)
	if err == nil && g.hasInjector {
		err = t.keepTemplates(g, r.Output, said)
	}
	return append(found, different...), r, err
}

func sameResult(ordinary, output string, r *report) ([]violation, error) {
	wanted, err := readObjects(ordinary, kubectlYAML)
	if err != nil {
		return nil, err
	}
	got, err := readObjects(output, kubectlYAML)
	if err != nil {
		return nil, err
	}
	var all []violation
	left := byIdentity(got)
	for _, o := range wanted {
		same := left[o.key()]
		if len(same) == 0 {
			all = append(all, violation{"style", o.id(), "is in the result of the block style, and not in this one"})
			continue
		}
		left[o.key()] = same[1:]
		if found := differ(o.fields, same[0].fields); len(found) > 0 && !r.mentionsAny(o) {
			all = append(all, violation{"style", o.id(), fmt.Sprintf("%v differs from the result of the block style", found)})
		}
	}
	for _, objects := range left {
		for _, o := range objects {
			if !r.mentionsAny(o) {
				all = append(all, violation{"style", o.id(), "is not in the result of the block style"})
			}
		}
	}
	return all, nil
}

// mentionsAny reports whether any patch lists an object as skipped or warns about it.
func (r *report) mentionsAny(o object) bool {
	for _, n := range r.notices {
		if r.mentions(n.patch, o) {
			return true
		}
	}
	return false
}
