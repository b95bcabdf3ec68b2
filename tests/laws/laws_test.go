package main

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const repository = "../.."

// shared is the folder with the corpus and the cases, which a plain clone does not have.
func shared() string {
	if folder := os.Getenv("SHARED_DIR"); folder != "" {
		return folder
	}
	return filepath.Join(repository, "..", "shared")
}

func started(t *testing.T) *transformer {
	t.Helper()
	transformer, err := start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := transformer.Stop(); err != nil {
			t.Error(err)
		}
	})
	return transformer
}

// knownGaps are the rules that streams break, from known-gaps.txt, one "STREAM: RULE" per line. Remove a line that no longer fails.
func knownGaps(t *testing.T) map[string]bool {
	t.Helper()
	file, err := os.Open("known-gaps.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	gaps := map[string]bool{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if line := strings.TrimSpace(lines.Text()); line != "" && !strings.HasPrefix(line, "#") {
			gaps[line] = true
		}
	}
	return gaps
}

// judgeAll applies both laws to existing streams.
func judgeAll(t *testing.T, folder string, streams []stream, arguments ...string) {
	t.Helper()
	if len(streams) == 0 {
		t.Fatalf("%s has no streams", folder)
	}
	gaps := knownGaps(t)
	transformer := started(t)
	judged := 0
	for _, s := range streams {
		if !s.judgesOutput() {
			continue
		}
		name := folder + "/" + s.name
		found, r, err := transformer.judge(s.input, append(append([]string{}, arguments...), s.arguments...)...)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if r.Exit == written {
			judged++
		}
		broken := map[string]bool{}
		for _, v := range found {
			broken[v.rule] = true
			if !gaps[name+": "+v.rule] {
				t.Errorf("%s: %v", name, v)
			}
		}
		for _, rule := range []string{"zipkin", "limits", "addons", "credentials", "differences", "second run", "exit code"} {
			if gaps[name+": "+rule] && !broken[rule] {
				t.Errorf("%s keeps the rule %q now: delete its line in known-gaps.txt", name, rule)
			}
		}
	}
	t.Logf("%s: %d of %d streams written and judged", folder, judged, len(streams))
	if judged == 0 {
		t.Errorf("%s: the laws were applied to nothing", folder)
	}
}

func load(t *testing.T, folder, pattern string) []stream {
	t.Helper()
	streams, err := streamsOf(folder, pattern)
	if err != nil {
		t.Fatal(err)
	}
	return streams
}

func requireShared(t *testing.T, folder string) string {
	t.Helper()
	path := filepath.Join(shared(), folder)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("the folder ../shared/%s is not beside this repository (SHARED_DIR may name another)", folder)
	}
	return path
}

func TestSnapshots(t *testing.T) {
	folder := filepath.Join(repository, "tests", "snapshots")
	var streams []stream
	for _, s := range load(t, folder, "*/*/input.*") {
		if exit, err := os.ReadFile(filepath.Join(folder, filepath.Dir(s.name), "exit.verified.txt")); err != nil {
			t.Fatal(err)
		} else if string(exit) != "2\n" { // the case is about wrong arguments
			streams = append(streams, s)
		}
	}
	judgeAll(t, "snapshots", streams)
}

func TestExamples(t *testing.T) {
	judgeAll(t, "examples", load(t, filepath.Join(repository, "examples"), "istio-*.yaml"))
}

func TestCases(t *testing.T) {
	judgeAll(t, "cases", load(t, requireShared(t, "cases"), "*/input.yaml"), assume...)
}

func TestCorpus(t *testing.T) {
	judgeAll(t, "corpus", load(t, requireShared(t, "corpus"), "*/*.yaml"), assume...)
}
