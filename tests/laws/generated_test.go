package main

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"testing"
	"time"
)

// number reads an environment variable.
func number(t *testing.T, name string, otherwise int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// TestGenerated applies the laws to LAWS_STREAMS streams of unusual shapes, from LAWS_SEED on. LAWS_FINDINGS is the folder for streams that
// break a law.
func TestGenerated(t *testing.T) {
	const ordinaryCount = 500
	const ordinaryShow = 20
	count, first, show := number(t, "LAWS_STREAMS", ordinaryCount), number(t, "LAWS_SEED", 1), number(t, "LAWS_SHOW", ordinaryShow)
	made := map[int64]generated{}
	transformer := started(t)
	outcomes, reported, begin := map[string]int{}, 0, time.Now()
	complain := func(g generated, v violation) {
		if reported++; reported <= show {
			sort.Strings(g.features)
			t.Errorf("seed %d %q: %v", g.seed, g.features, v)
			keep(t, g, v)
		}
	}
	for seed := int64(first); seed < int64(first+count); seed++ {
		g := generate(seed)
		found, r, err := transformer.judgeGenerated(g)
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, g.text)
		}
		if r.Exit == written {
			outcomes["written"]++
		} else {
			outcomes["rejected"]++
		}
		if r.Exit != written && show > ordinaryShow {
			t.Logf("seed %d %q is rejected: %s", seed, g.features, r.Report)
		}
		for _, v := range found {
			complain(g, v)
		}
		if g.hasInjector {
			made[seed] = g
		}
	}
	for seed, found := range executeTemplates(t, transformer.templates) {
		for _, v := range found {
			complain(made[seed], v)
		}
	}
	t.Logf("%d streams in %v: %v", count, time.Since(begin).Round(time.Second), outcomes)
	if reported > show {
		t.Errorf("and %d more", reported-show)
	}
	if outcomes["written"] < count/2 {
		t.Errorf("only %d of %d streams were written: the generator makes too many that are rejected", outcomes["written"], count)
	}
}

func keep(t *testing.T, g generated, v violation) {
	t.Helper()
	folder := os.Getenv("LAWS_FINDINGS")
	if folder == "" {
		return
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(folder, strconv.FormatInt(g.seed, 10))
	for file, text := range map[string]string{".yaml": g.text, ".ordinary.yaml": g.ordinary, ".txt": fmt.Sprintln(v)} {
		if err := os.WriteFile(name+file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestGeneratorIsUnusual makes sure that streams are YAML, mean the same in both styles, and have every feature.
func TestGeneratorIsUnusual(t *testing.T) {
	features := map[string]int{}
	for seed := int64(1); seed <= 2000; seed++ {
		g := generate(seed)
		unusual, err := readObjects(g.text, kubectlYAML)
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, g.text)
		}
		ordinary, err := readObjects(g.ordinary, kubectlYAML)
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, g.ordinary)
		}
		if len(unusual) != len(ordinary) {
			t.Fatalf("seed %d: %d objects, in block style %d\n%s", seed, len(unusual), len(ordinary), g.text)
		}
		for i, o := range unusual {
			if found := differ(ordinary[i].fields, o.fields); len(found) > 0 {
				t.Fatalf("seed %d: %s: %v\n%s", seed, o.id(), found, g.text)
			}
		}
		for _, feature := range g.features {
			features[feature]++
		}
	}
	for _, feature := range []string{"merge", "alias", "list in list", "pod of another kind", "router is a word", "template of odd style",
		"template is JSON", "template below spec", "odd limits"} {
		if features[feature] < 20 {
			t.Errorf("only %d streams have the feature %q", features[feature], feature)
		}
	}
}
