package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// executeTemplates runs tests/injector-templates on all templates of the generated streams and returns the problems by seed.
func executeTemplates(t *testing.T, all templates) map[int64][]violation {
	t.Helper()
	if all.count == 0 {
		return nil
	}
	folder := t.TempDir()
	program := filepath.Join(folder, "injector-templates")
	build := exec.Command("go", "build", "-o", program, ".")
	build.Dir = "../injector-templates"
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	before, after := filepath.Join(folder, "before.yaml"), filepath.Join(folder, "after.yaml")
	for file, text := range map[string]string{before: all.before.String(), after: all.after.String()} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.Command(program, "--assert=quota", "--mode=fill", "-v", "--original", before, after).Output()
	var failed *exec.ExitError
	if err != nil && (!errors.As(err, &failed) || failed.ExitCode() != 1) {
		t.Fatalf("%v: %s", err, failed.Stderr)
	}
	found := map[int64][]violation{}
	for _, line := range strings.Split(string(bytes.TrimSpace(out)), "\n") {
		if !strings.HasPrefix(line, injectorPrefix) || !strings.HasSuffix(line, " times)") {
			continue
		}
		name, problem, _ := strings.Cut(strings.TrimPrefix(line, injectorPrefix), " ")
		seed, err := strconv.ParseInt(name, 10, 64)
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		found[seed] = append(found[seed], violation{"rendering", "ConfigMap istio-system/istio-sidecar-injector", problem})
	}
	t.Logf("%d injectors executed: %s", all.count, out[bytes.LastIndexByte(bytes.TrimSpace(out), '\n')+1:])
	return found
}
