package main

import (
	"io"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestQuantities(t *testing.T) {
	for text, wanted := range map[interface{}]*big.Rat{
		"128Mi": big.NewRat(128<<20, 1), "2Gi": big.NewRat(2<<30, 1), "100m": big.NewRat(1, 10), "0.5": big.NewRat(1, 2),
		"1e3": big.NewRat(1000, 1), "2E": big.NewRat(2e18, 1), "1.5k": big.NewRat(1500, 1), 4: big.NewRat(4, 1), 0.25: big.NewRat(1,
			4), "0": new(big.Rat),
	} {
		if got, err := parseQuantity(text); err != nil || got.Cmp(wanted) != 0 {
			t.Errorf("%v: %v %v", text, got, err)
		}
	}
	for _, text := range []interface{}{nil, "", " ", "Mi", "128MB", "128 Mi", "-1", "1,5", "0x10", "<no value>", true, "1Ki2"} {
		if got, err := parseQuantity(text); err == nil {
			t.Errorf("%v is taken as %v", text, got)
		}
	}
}

func TestStrictParsingAtEveryDepth(t *testing.T) {
	for _, text := range []string{
		"a: 1\na: 2", "a: {b: [{c: 1, c: 2}]}", "a:\n- b:\n    c: {d: 1, 'd': 2}",
		"- a", "a: 1\n---\nb: 2", "a: 1\n--- {", "a:\n\tb: 1", "a: [", "a: 1\nb",
	} {
		if root, err := parseStrict(text); err == nil {
			t.Errorf("%q is taken as %v", text, root)
		}
	}
	if _, err := parseStrict("a: {b: 1, c: {b: 1},}\nd: [{b: 1}, {b: 1}]\n"); err != nil {
		t.Error(err)
	}
}

func TestFunctions(t *testing.T) {
	for call, wanted := range map[string]string{
		`{{ indent 2 "a\nb\n" }}`:                                                    "a\n  b\n  ",
		`{{ toYaml .Values | indent 2 }}`:                                            "big: 1000000\n  list:\n    - 1.5\n  ",
		`{{ excludeInboundPort 15020 "80, 443" }}`:                                   "80,443,15020",
		`{{ excludeInboundPort 80 "80,443" }}`:                                       "80,443",
		`{{ excludeInboundPort "0" "" }}`:                                            "",
		`{{ applicationPorts .Spec.Containers }}`:                                    "8080,8081",
		`{{ valueOrDefault .Values.none "x" }}`:                                      "x",
		`{{ formatDuration .ProxyConfig.DrainDuration }}`:                            "45s",
		`{{ toLower "AbC" }}{{ directory "/a/b.c" }}`:                                "abc/a/",
		`{{ index (strdict "a" "1" "b") "a" }}`:                                      "1",
		`{{ omit (strdict "a" "1" "b" "2") "a" }}`:                                   "map[b:2]",
		`{{ toJsonMap (strdict "a" "1") (strdict "a" "2") }}`:                        `{"a":"2"}`,
		`{{ len (omitNil (fromJSON "{\"a\":null,\"b\":{\"c\":[null]},\"d\":0}")) }}`: "1",
		`{{ appendMultusNetwork "" "default/cni" }}`:                                 "default/cni",
		`{{ appendMultusNetwork "a, b" "cni" }}`:                                     "a, b, cni",
		`{{ appendMultusNetwork "[{\"name\":\"a\"}]" "cni" }}`:                       `[{"name":"a"}, {"name":"cni"}]`,
		`{{ env "ENABLE_NATIVE_SIDECARS" "x" }}{{ env "OTHER" "x" }}`:                "truex",
		`{{ render "{{ .Revision }}|" }}{{ render "{{" }}`:                           "|",
		`{{ "a" | quote }}{{ contains "a" "cab" }}`:                                  `"a"true`,
	} {
		e, err := newEngine(call, newest)
		if err != nil {
			t.Fatal(err)
		}
		got, err := e.render(combination{containerCount: 2, native: true}, map[string]interface{}{"list": []interface{}{1.5}, "big": 1e6}, "")
		if err != nil || got != wanted {
			t.Errorf("%s gives %q %v", call, got, err)
		}
	}
}

func TestAndOrOfOlderGo(t *testing.T) {
	for call, wanted := range map[string]string{
		`{{ and 1 0 2 }}`: "0", `{{ and 1 2 }}`: "2",
		`{{ or 0 3 4 }}`: "3", `{{ or 0 "" }}`: "", `{{ if and .Values.a .Values.a.b }}x{{ end }}`: "",
	} {
		e, _ := newEngine(call, version{1, 4, 10})
		if got, err := e.render(combination{}, nil, ""); err != nil || got != wanted {
			t.Errorf("%s gives %q %v", call, got, err)
		}
	}
}

func TestMeshAddress(t *testing.T) {
	for _, mesh := range []string{"defaultConfig: {zipkinAddress: z:1}", "defaultConfig: {tracing: {zipkin: {address: z:1}}}"} {
		s := &stream{zipkin: defaultZipkin}
		s.readMesh(mesh)
		if s.zipkin != "z:1" {
			t.Errorf("%s gives %s", mesh, s.zipkin)
		}
	}
}

// TestCorpus proves the model of the injector on real manifests: INJECTOR_CORPUS names a folder of streams.
func TestCorpus(t *testing.T) {
	folder := os.Getenv("INJECTOR_CORPUS")
	if folder == "" {
		t.Skip("INJECTOR_CORPUS is not set")
	}
	judged := 0
	files, _ := filepath.Glob(filepath.Join(folder, "*", "*.yaml"))
	for _, file := range files {
		var out strings.Builder
		code := run([]string{"--assert=renders", file}, &out, io.Discard)
		if code == exitUnusable {
			continue // a stream without an injector
		}
		judged++
		if code != exitClean {
			t.Errorf("%s:\n%s", file, out.String())
		}
		if run([]string{file}, io.Discard, io.Discard) != exitFailures {
			t.Errorf("%s: nothing is wrong with the unpatched limits", file)
		}
	}
	if judged == 0 {
		t.Error("no stream with an injector in " + folder)
	}
}
