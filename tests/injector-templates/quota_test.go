package main

import (
	"fmt"
	"strings"
	"testing"
)

// requestsOnly honours annotations as Istio's charts do: one of them alone sets no request for the other amount.
const requestsOnly = `    requests:
{{- if or (isset .ObjectMeta.Annotations "sidecar.istio.io/proxyCPU") (isset .ObjectMeta.Annotations "sidecar.istio.io/proxyMemory") }}
{{- if isset .ObjectMeta.Annotations "sidecar.istio.io/proxyCPU" }}
      cpu: {{ index .ObjectMeta.Annotations "sidecar.istio.io/proxyCPU" }}
{{- end }}
{{- if isset .ObjectMeta.Annotations "sidecar.istio.io/proxyMemory" }}
      memory: {{ index .ObjectMeta.Annotations "sidecar.istio.io/proxyMemory" }}
{{- end }}
{{- else }}
      memory: 128Mi
{{- end }}`

func withResources(text string) string {
	return single(fmt.Sprintf(sidecar, text))
}

func TestAFilledLimitMayNotRaiseARequest(t *testing.T) {
	limit := "\n    limits:\n      memory: {{ annotation .ObjectMeta \"sidecar.istio.io/proxyMemory\" \"1024Mi\" }}"
	for name, test := range map[string]struct {
		patched, wanted string
		code            int
	}{
		"limit becomes the request": {requestsOnly + limit,
			"istio-proxy: the effective request of memory rises to 1024Mi, and was 128Mi [annotations proxyCPU", exitFailures},
		"request stays": {strings.Replace(requestsOnly, "{{- end }}\n{{- else }}", "{{- else }}\n      memory: 128Mi\n{{- end }}\n{{- else }}",
			1) + limit,
			"0 failures", exitClean},
	} {
		t.Run(name, func(t *testing.T) {
			code, output := execute(t, withResources(test.patched), withResources(requestsOnly), "--assert=quota", "--mode=fill")
			expect(t, code, output, test.code, test.wanted)
			code, output = execute(t, withResources(test.patched), withResources(requestsOnly), "--assert=limits", "--mode=fill")
			expect(t, code, output, exitClean, "0 failures")
		})
	}
}

func TestAQuotaWantsEveryAmount(t *testing.T) {
	for name, test := range map[string]struct{ resources, quota, wanted string }{
		"no cpu": {"    limits: {memory: 128Mi}", "limits.memory,requests.cpu",
			"istio-proxy: a ResourceQuota rejects the pod: requests.cpu is missing"},
		"zero limit": {"    limits: {memory: 0}", "limits.memory", "istio-proxy: a ResourceQuota rejects the pod: limits.memory is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			code, output := execute(t, withResources(test.resources), "", "--assert=quota", "--quota", test.quota)
			expect(t, code, output, exitFailures, test.wanted)
		})
	}
	code, output := execute(t, withResources("    limits: {cpu: 20m, memory: 128Mi}"), "", "--assert=quota",
		"--quota=limits.memory,requests.memory")
	expect(t, code, output, exitClean, "0 failures")
}

func TestALimitRangeWantsRequestsBelowLimits(t *testing.T) {
	code, output := execute(t, withResources("    requests: {memory: 2Gi}\n    limits: {memory: 128Mi}"), "", "--assert=quota")
	expect(t, code, output, exitFailures, "a LimitRange rejects the pod: requests.memory 2048Mi is above limits.memory 128Mi")
}

func TestDefaultsOfKubernetes(t *testing.T) {
	known := effective(map[string]interface{}{"limits": map[string]interface{}{"memory": "1Gi", "cpu": "2"},
		"requests": map[string]interface{}{"cpu": "10m"}})
	for amount, wanted := range map[string]string{"requests.memory": "1024Mi", "requests.cpu": "10m", "limits.cpu": "2"} {
		if got := amountText(known[amount]); got != wanted {
			t.Errorf("%s is %s, not %s", amount, got, wanted)
		}
	}
}

func TestEveryCombinationOfAnnotations(t *testing.T) {
	all := everyAnnotation(func(...string) bool { return true })
	alone := map[string]bool{}
	for _, set := range all {
		if len(set.values) == 1 {
			for name := range set.values {
				alone[name] = true
			}
		}
	}
	if len(all) != 48 || len(alone) != 4 {
		t.Errorf("%d sets, %d annotations alone", len(all), len(alone))
	}
	if some := everyAnnotation(func(words ...string) bool { return words[0] == cpuAnnotation }); len(some) != 2 {
		t.Errorf("%d sets for a template that knows proxyCPU only", len(some))
	}
}
