package main

import (
	"os"
	"path/filepath"
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

// judgeAll applies both laws to streams that exist.
func judgeAll(t *testing.T, folder string, streams []stream, arguments ...string) {
	t.Helper()
	if len(streams) == 0 {
		t.Fatalf("%s has no streams", folder)
	}
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
		for _, v := range found {
			t.Errorf("%s: %v", name, v)
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
