package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sidecar is a small template in the manner of Istio 1.6; %s is the text under "resources:" of istio-proxy.
const sidecar = `initContainers:
- name: istio-init
  image: docker.io/istio/proxyv2:1.6.14
  resources: {limits: {memory: 64Mi}}
containers:
- name: istio-proxy
  image: "{{ .Values.global.hub }}/proxyv2:{{ .Values.global.tag }}"
  args:
  - --zipkinAddress
  - {{ .ProxyConfig.GetTracing.GetZipkin.GetAddress }}
  resources:
%s
volumes:
- name: istio-envoy
  emptyDir: {medium: Memory}
`

const goodResources = `    requests:
      cpu: {{ annotation .ObjectMeta "sidecar.istio.io/proxyCPU" "10m" }}
      memory: {{ annotation .ObjectMeta "sidecar.istio.io/proxyMemory" "32Mi" }}
    limits:
      memory: {{ annotation .ObjectMeta "sidecar.istio.io/proxyMemory" "128Mi" }}`

var good = fmt.Sprintf(sidecar, goodResources)

// manifest makes a stream with one injector.
func manifest(tag, policy string, templates map[string]string) string {
	var text strings.Builder
	text.WriteString("apiVersion: v1\t\nkind: ConfigMap\nmetadata:\n  name: istio-sidecar-injector\n  namespace: istio-system\ndata:\n")
	fmt.Fprintf(&text, "  values: '{\"global\":{\"hub\":\"docker.io/istio\",\"tag\":%q,\"proxy\":{}}}'\n  config: |\n    policy: %s\n", tag,
		policy)
	indented := func(by int, body string) string { return indent(by, strings.Repeat(" ", by)+body) + "\n" }
	if body, single := templates["template"]; single {
		fmt.Fprintf(&text, "    template: |-\n%s", indented(6, body))
		return text.String()
	}
	text.WriteString("    templates:\n")
	for name, body := range templates {
		fmt.Fprintf(&text, "      %s: |-\n%s", name, indented(8, body))
	}
	return text.String()
}

func single(template string) string {
	return manifest("1.6.14", "enabled", map[string]string{"template": template})
}

// execute runs the program on a stream, and on an original if there is one.
func execute(t *testing.T, patched, original string, extra ...string) (int, string) {
	t.Helper()
	folder := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	arguments := append([]string{}, extra...)
	if original != "" {
		arguments = append(arguments, "--original", write("original.yaml", original))
	}
	var out, errors strings.Builder
	code := run(append(arguments, write("patched.yaml", patched)), &out, &errors)
	return code, out.String() + errors.String()
}

func expect(t *testing.T, code int, output string, wantedCode int, wanted string) {
	t.Helper()
	if code != wantedCode || !strings.Contains(output, wanted) {
		t.Errorf("exit %d, wanted %d with %q:\n%s", code, wantedCode, wanted, output)
	}
}

func TestGoodTemplatePasses(t *testing.T) {
	code, output := execute(t, single(good), single(good), "--mode", "fill")
	expect(t, code, output, exitClean, "15 renders, 0 failures")
}

func TestEachDefectIsDetected(t *testing.T) {
	stray := good[strings.Index(good, "volumes:"):]
	for name, test := range map[string]struct{ old, new, wanted string }{
		"duplicate key":           {"    limits:", "    limits: {}\n    limits:", `"limits" already defined`},
		"duplicate deep":          {"limits:\n      memory:", "limits:\n      memory: 1Gi\n      memory:", `"memory" already defined`},
		"duplicate in flow":       {"{memory: 64Mi}", "{memory: 64Mi, memory: 1Gi}", `"memory" already defined`},
		"duplicate quoted":        {"{memory: 64Mi}", `{memory: 64Mi, "memory": 1Gi}`, `"memory" already defined`},
		"duplicate in a list":     {"{medium: Memory}", "{medium: Memory}\n  name: twice", `"name" already defined`},
		"two documents":           {"volumes:", "---\nvolumes:", "more than one document"},
		"no limit":                {"resources: {limits: {memory: 64Mi}}", "resources: {}", "istio-init: limits.memory is missing"},
		"no resources":            {"  resources: {limits: {memory: 64Mi}}\n", "", "istio-init: limits.memory is missing"},
		"wrong section":           {"{limits: {memory: 64Mi}}", "{limit: {memory: 64Mi}}", "unknown key limit"},
		"request above limit":     {`"128Mi"`, `"16Mi"`, "requests.memory 32Mi is above limits.memory 16Mi"},
		"cpu request above limit": {"    limits:", "    limits:\n      cpu: 20m", "requests.cpu 50m is above limits.cpu 20m"},
		"empty quantity":          {"{memory: 64Mi}", "{memory: 64Mi, cpu: }", `limits.cpu: "" is not a quantity`},
		"no quantity":             {"{memory: 64Mi}", "{memory: 64MB}", `limits.memory: "64MB" is not a quantity`},
		"cpu annotation ignored":  {`annotation .ObjectMeta "sidecar.istio.io/proxyCPU" "10m"`, `"10m"`, "proxyCPU=50m is not honoured"},
		"limit below annotation": {`annotation .ObjectMeta "sidecar.istio.io/proxyMemory" "128Mi"`, `"128Mi"`,
			"limits.memory 128Mi is below annotation"},
		"limit annotation ignored": {"volumes:", "# sidecar.istio.io/proxyMemoryLimit\nvolumes:", "proxyMemoryLimit=96Mi is not honoured"},
		"edit in a volume":         {stray, stray + "  resources: {}\n", "volumes[0].resources"},
		"limits beside resources": {"  resources: {limits: {memory: 64Mi}}", "  resources: {limits: {memory: 64Mi}}\n  limits: {memory: 64Mi}",
			"istio-init: has the unknown field limits"},
		"edit at the top":       {"volumes:", "resources: {}\nvolumes:", "does not belong: resources"},
		"no proxy":              {"istio-proxy", "other", "istio-proxy: occurs 0 times"},
		"bad syntax":            {"{{ .Values.global.hub }}", "{{ .Values.global.hub }", "is no template"},
		"bad data":              {"{{ .Values.global.hub }}", "{{ .NoSuchField }}", "does not execute"},
		"later function":        {"{{ .Values.global.hub }}", `{{ .Values.global.hub | default "x" }}`, `function "default" not defined`},
		"evaluated by older Go": {"{{ .Values.global.hub }}", "{{ and .Revision (index .Spec.Containers 7) }}", "index out of range"},
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(good, test.old) {
				t.Fatalf("%q is not in the template", test.old)
			}
			code, output := execute(t, single(strings.ReplaceAll(good, test.old, test.new)), "")
			expect(t, code, output, exitFailures, test.wanted)
		})
	}
}

func TestOwnContainersMayNotGetResources(t *testing.T) {
	relisted := `
{{- range .Spec.Containers }}
- name: {{ .Name }}
  resources: {limits: {memory: 1Gi}}
{{- end }}
volumes:`
	code, output := execute(t, single(strings.Replace(good, "\nvolumes:", relisted, 1)), "")
	expect(t, code, output, exitFailures, "does not belong: containers[1].resources")
}

func TestComparisonWithOriginal(t *testing.T) {
	for name, test := range map[string]struct {
		old, new, wanted string
		code             int
	}{
		"zipkin":          {"{{ .ProxyConfig.GetTracing.GetZipkin.GetAddress }}", "zipkin.elsewhere:9411", "0 failures", exitClean},
		"added resources": {"{limits: {memory: 64Mi}}", "{limits: {memory: 64Mi, cpu: 1}}", "0 failures", exitClean},
		"other argument":  {"--zipkinAddress", "--other", "containers[0].args[0]", exitFailures},
		"other field":     {"  args:", "  stdin: true\n  args:", "containers[0].stdin (in the original: false, patched: true)", exitFailures},
		"lost volume": {"volumes:\n- name: istio-envoy\n  emptyDir: {medium: Memory}", "volumes: []",
			"volumes has 0 items, in the original 1", exitFailures},
		"changed amount": {"{memory: 64Mi}", "{memory: 96Mi}", `limits.memory was "64Mi" in the original and is now "96Mi"`, exitFailures},
	} {
		t.Run(name, func(t *testing.T) {
			code, output := execute(t, single(strings.Replace(good, test.old, test.new, 1)), single(good), "--mode=fill")
			expect(t, code, output, test.code, test.wanted)
		})
	}
}

func TestEnforceMayChangeAmounts(t *testing.T) {
	code, output := execute(t, single(strings.Replace(good, "64Mi", "96Mi", 1)), single(good), "--mode=enforce")
	expect(t, code, output, exitClean, "0 failures")
}

func TestUnusableOriginalRenderingIsSkipped(t *testing.T) {
	broken := strings.Replace(good, "volumes:", "volumes: []\nvolumes:", 1)
	code, output := execute(t, single(good), single(broken), "-v")
	expect(t, code, output, exitClean, "not compared with the original")
}

func TestOtherTemplatesAndSettings(t *testing.T) {
	warning := "Version_Mismatch"
	before := manifest("1.20.8", "enabled", map[string]string{"sidecar": good, "gateway": "a: 1", "waypoint": "b: {{ broken"})
	code, output := execute(t, before, before)
	expect(t, code, output, exitClean, "0 failures")
	after := manifest("1.20.8", "disabled", map[string]string{"sidecar": good, "gateway": "a:  1", "waypoint": "b: {{ broken"})
	code, output = execute(t, after, before)
	expect(t, code, output, exitFailures, "gateway -: the text of this template differs")
	expect(t, code, output, exitFailures, "1 failures")
	code, output = execute(t, single(warning), "")
	expect(t, code, output, exitFailures, "there is no sidecar template")
}

func TestOldReleasesKnowLess(t *testing.T) {
	old := strings.NewReplacer("{{ .Values.global.hub }}/proxyv2:{{ .Values.global.tag }}", "docker.io/istio/proxyv2:1.0.9",
		"proxyv2:1.6.14", "proxyv2:1.0.9", "64Mi}}", "64Mi}}", "{{", "[[", "}}", "]]").Replace(good)
	code, output := execute(t, single(old), single(old), "-v")
	expect(t, code, output, exitClean, "Istio 1.0.9, 15 combinations")
	code, output = execute(t, single(strings.ReplaceAll(old, "1.0.9", "1.0.2")), "")
	expect(t, code, output, exitFailures, `function "annotation" not defined`)
	code, output = execute(t, single(strings.Replace(old, "medium: Memory", "medium: [[ .Values.medium ]]", 1)), "")
	expect(t, code, output, exitFailures, "can't evaluate field Values")
}

func TestRendersOnly(t *testing.T) {
	code, output := execute(t, single(strings.ReplaceAll(good, "limits:", "requests:")), "", "--assert=renders")
	expect(t, code, output, exitFailures, `"requests" already defined`)
	code, output = execute(t, single(strings.Replace(good, "{limits: {memory: 64Mi}}", "{}", 1)), "", "--assert=renders")
	expect(t, code, output, exitClean, "15 renders, 0 failures")
}

func TestInjectorInsideList(t *testing.T) {
	item := strings.TrimSuffix(strings.Replace(single(good), "v1\t", "v1", 1), "\n")
	list := "kind: List\nitems:\n- " + indent(2, item) + "\n---\nkind: Service\nname: a\nname: a\n"
	code, output := execute(t, list, single(good))
	expect(t, code, output, exitClean, "15 renders, 0 failures")
}

func TestUnreadableInput(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":       "",
		"other objects": "kind: Service\nmetadata: {name: istio-sidecar-injector}\n",
		"bad config":    strings.Replace(single(good), "policy:", "template: x\n    policy: [", 1),
	} {
		code, output := execute(t, text, "")
		if code != exitUnusable {
			t.Errorf("%s: exit %d\n%s", name, code, output)
		}
	}
	code, output := execute(t, single(good), "", "--mode=other")
	expect(t, code, output, exitUnusable, "usage")
}
