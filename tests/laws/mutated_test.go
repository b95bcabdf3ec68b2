package main

import (
	"math/rand"
	"path/filepath"
	"testing"
	"time"
)

// TestMutated applies the laws about differences and the second run to LAWS_MUTATIONS streams that exist or are generated, each with a few
// small changes, from LAWS_SEED on. The search of the first law does not apply, because the patches' targets may be anywhere then.
func TestMutated(t *testing.T) {
	count, first, show := number(t, "LAWS_MUTATIONS", 500), number(t, "LAWS_SEED", 1), number(t, "LAWS_SHOW", 20)
	var pool []string
	for _, s := range append(load(t, filepath.Join(repository, "tests", "snapshots"), "*/*/input.*"),
		load(t, filepath.Join(repository, "examples"), "istio-*.yaml")...) {
		if len(s.input) < 30_000 {
			pool = append(pool, s.input)
		}
	}
	transformer := started(t)
	outcomes, reported, begin := map[string]int{}, 0, time.Now()
	for seed := int64(first); seed < int64(first+count); seed++ {
		random := rand.New(rand.NewSource(seed))
		input := pool[random.Intn(len(pool))]
		if random.Intn(2) == 0 {
			input = generate(seed).text
		}
		input = mutate(input, random)
		found, r, err := transformer.judgeMutated(input)
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, input)
		}
		outcomes[map[bool]string{true: "written", false: "rejected"}[r.Exit == written]]++
		if r.Exit != written && show > 20 {
			t.Logf("seed %d is rejected: %s", seed, r.Report)
		}
		for _, v := range found {
			if reported++; reported <= show {
				t.Errorf("seed %d: %v", seed, v)
				keep(t, generated{seed: seed, text: input}, v)
			}
		}
	}
	t.Logf("%d streams in %v: %v", count, time.Since(begin).Round(time.Second), outcomes)
	if reported > show {
		t.Errorf("and %d more", reported-show)
	}
	if outcomes["written"] < count/4 {
		t.Errorf("only %d of %d streams were written", outcomes["written"], count)
	}
}
