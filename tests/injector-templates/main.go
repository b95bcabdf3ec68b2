// Command injector-templates executes the templates of the sidecar injector in a stream of Istio manifests, as the
// injector would for many kinds of pods, and checks the resources of the containers that it would add.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

const (
	exitClean    = 0
	exitFailures = 1
	exitUnusable = 2
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

type options struct {
	original, mode, assert, quota string
	verbose                       bool
}

func run(arguments []string, out, errors io.Writer) int {
	var o options
	flags := flag.NewFlagSet("injector-templates", flag.ContinueOnError)
	flags.SetOutput(errors)
	flags.StringVar(&o.original, "original", "", "the stream before it was patched, to compare with")
	flags.StringVar(&o.mode, "mode", "enforce", "fill: amounts of the original must stay; enforce: they may change")
	flags.StringVar(&o.assert, "assert", "limits",
		"limits: check resources; quota: also with a ResourceQuota and a LimitRange; renders: check only that templates render")
	flags.StringVar(&o.quota, "quota", "limits.memory,requests.memory",
		"the amounts that the ResourceQuota of --assert=quota limits; by default those of Kyma's quota in istio-system")
	flags.BoolVar(&o.verbose, "v", false, "print every failure, and what is tried and skipped")
	flags.Usage = func() {
		fmt.Fprintln(errors, "usage: injector-templates [options] PATCHED.yaml")
		flags.PrintDefaults()
	}
	if err := flags.Parse(arguments); err != nil {
		return exitUnusable
	}
	if flags.NArg() != 1 || !oneOf(o.mode, "fill", "enforce") || !oneOf(o.assert, "limits", "quota", "renders") {
		flags.Usage()
		return exitUnusable
	}
	found, err := judge(flags.Arg(0), o, out)
	if err != nil {
		fmt.Fprintln(errors, err)
		return exitUnusable
	}
	found.print(out, o.verbose)
	if len(found.failures) > 0 {
		return exitFailures
	}
	return exitClean
}

func oneOf(value string, allowed ...string) bool {
	return strings.Contains("|"+strings.Join(allowed, "|")+"|", "|"+value+"|")
}

// judge runs and checks all templates of all injectors in a file.
func judge(file string, o options, out io.Writer) (*report, error) {
	patched, err := readStream(file)
	if err != nil {
		return nil, err
	}
	var original *stream
	if o.original != "" && o.assert != "renders" {
		if original, err = readStream(o.original); err != nil {
			return nil, err
		}
	}
	found := &report{}
	seen := map[string]int{}
	for _, current := range patched.injectors {
		var before *injector
		if original != nil {
			id := current.namespace + "/" + current.name
			if before = original.find(id, seen[id]); before == nil {
				return nil, fmt.Errorf("%s: no ConfigMap %s/%s", o.original, current.namespace, current.name)
			}
			seen[id]++
			checkUntouched(*before, current, func(template string, f finding) { found.add(current.name, template, f, "text") })
		}
		runInjector(current, before, patched.zipkin, o, found, out)
	}
	return found, nil
}

// find is the injector of that name, the first or a later one: a stream may hold one ConfigMap twice (istioctl 1.5).
func (s *stream) find(id string, later int) *injector {
	for i, candidate := range s.injectors {
		if candidate.namespace+"/"+candidate.name != id {
			continue
		}
		if later == 0 {
			return &s.injectors[i]
		}
		later--
	}
	return nil
}
