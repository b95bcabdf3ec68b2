using System.Globalization;
using System.Text;
using Xunit;
using Xunit.Abstractions;

namespace KymaIstioTransform.Tests.Fuzzing;

/// <summary>A short run of the fuzzer, and inputs that long runs (make fuzz) have found.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    /// <summary>Takes some seconds in a debug build. FUZZ_RUNS sets another number.</summary>
    private const int DefaultRuns = 30_000;

    /// <summary>Minimised findings of long runs.</summary>
    public static TheoryData<string, string> Findings =>
        new()
        {
            {
                "a duplicate key in the last object",
                "apiVersion: v1\nkind: Service\nmetadata: {name: istio}\nspec: {}\nspec: {}\n"
            },
            { "an empty key below another one", "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  tls:\n    : DISABLE\n" },
            { "a complex key whose key is complex", "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n- ? : x\n" },
            {
                "a zipkin entry without an address",
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: istio, namespace: istio-system}
                data:
                  mesh: |-
                    defaultConfig:
                      tracing:
                        zipkin:
                        address: zipkin.istio-system:9411

                """
            },
            {
                "a zipkin entry that is text",
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: istio, namespace: istio-system}
                data:
                  mesh: |-
                    defaultConfig:
                      tracing:
                        zipkin:
                          addres[kin:9411

                """
            },
            {
                "an added object behind the template of an addon",
                "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: istio-ingressgateway, namespace: istio-system}\n"
                + "spec: {template: {spec: {containers: [{name: istio-proxy, image: x, ports: [{containerPort: 80}, {containerPort: "
                + "443}]}], volumes: [{name: ingressgateway-certs, secret: {secretName: istio-ingressgateway-certs}}]}}}\n"
                + "---\n# Source: istio/charts/tracing/templates/ingress.yaml\n"
            },
            {
                "an added object behind a removed one that ends without a line break",
                "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n---\napiVersion: apps/v1\n"
                + "kind: Deployment\nmetadata: {name: istio-ingressgateway, namespace: istio-system}\n"
                + "spec: {template: {spec: {containers: [{name: istio-proxy, image: x}], volumes: [{name: ingressgateway-certs, "
                + "secret: {secretName: istio-ingressgateway-certs}}]}}}\n"
                + "---\n# Source: istio/charts/grafana/templates/x.yaml\napiVersion: v1\n"
                + "kind: ConfigMap\nmetadata: {name: grafana}"
            },
            {
                "an injector without configuration",
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: istio-sidecar-injector, namespace: istio-system}
                data: {config: '', values: ''}

                """
            },
            {
                "a mesh without configuration",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio, namespace: istio-system}\ndata: {mesh: '# nothing'}\n"
            },
            {
                "a flag followed by a pair",
                "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: istio-ingressgateway, namespace: istio-system}\n"
                + "spec: {template: {spec: {containers: [{name: istio-proxy, image: x, args: [proxy, --zipkinAddress, zipkin:9411kind: "
                + "x, 10s]}]}}}\n"
            },
            {
                "a flag followed by a pair at the end",
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: istio-ingressgateway, namespace: istio-system}
                spec: {template: {spec: {containers: [{name: istio-proxy, image: x, args: [proxy, --zipkinAddress, a: b ]}]}}}

                """
            },
            {
                "a template with a key that only starts like another",
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: istio-sidecar-injector, namespace: istio-system}
                data:
                  config: |-
                    policy: enabled
                    template: |-
                      containers:
                      - name: istio-proxy
                        image: istio/proxyv2:1.0.2
                        resources:: {}

                """
            },
            {
                "a hook for deletion behind the template of an addon, in another namespace",
                """
                # Source: istio/charts/tracing/templates/ingress-jaeger.yaml
                apiVersion: v1
                kind: Service
                metadata: {name: jaeger-query, namespace: istio-system}
                spec: {}
                ---
                apiVersion: batch/v1
                kind: Job
                metadata: {name: istio-cleanup, namespace: other, annotations: {helm.sh/hook: post-delete}}
                spec: {template: {spec: {containers: [{name: a, image: b}]}}}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: istio-pilot, namespace: istio-system}
                spec: {}

                """
            },
            {
                "Pilot behind the template of an addon",
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: istio-ingressgateway, namespace: istio-system}
                spec: {template: {spec: {containers: [{name: istio-proxy, image: istio/proxyv2:1.0.2}]}}}
                ---
                # Source: istio/charts/prometheus/templates/service.yaml
                apiVersion: v1
                kind: Service
                metadata: {name: prometheus, namespace: istio-system}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: istio-pilot, namespace: istio-system}
                spec: {template: {spec: {containers: [{name: discovery, image: istio/pilot:1.0.2, args: [discovery]}]}}}

                """
            },
            {
                "the webhook's flag at the end, without its value",
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: istio-pilot, namespace: istio-system}
                spec: {template: {spec: {containers: [{name: discovery, image: istio/pilot:1.0.2, args: [discovery, --webhookEndpoint]}]}}}

                """
            },
            {
                "an item with a tag behind one that goes",
                "apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: Service, metadata: {name: zipkin, namespace: "
                + "istio-system}}, !t {apiVersion: v1, kind: Service, metadata: {name: istio-kept, namespace: istio-system}}]\n"
            },
            {
                "resources in a template that are text",
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: istio-sidecar-injector, namespace: istio-system}
                data:
                  config: |-
                    policy: enabled
                    template: |-
                      containers:
                      - name: istio-proxy
                        image: istio/proxyv2:1.0.2
                        resources:
                          [[ if .X -]]
                          limits: {}
                          [[ else -]]
                          request
                          [[ end -]]

                """
            },
            {
                "a template whose containers stand inside of its init containers",
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: istio-sidecar-injector, namespace: istio-system}
                data:
                  config: |-
                    policy: enabled
                    template: |-
                     initContainers:
                      - name: istio-init
                      containers:
                      - name: istio-proxy
                        image: istio/proxyv2:1.0.2
                        resources:
                          [[ if (isset .ObjectMeta.Annotations "sidecar.istio.io/proxyCPU") -]]
                          requests:
                            cpu: "[[ index .ObjectMeta.Annotations "sidecar.istio.io/proxyCPU" ]]"
                            memory: "[[ index .ObjectMeta.Annotations "sidecar.istio.io/proxyMemory" ]]"
                        [[ else -]]
                          requests:
                            cpu: 10m
                        [[ end -]]
                        volumeMounts: []

                """
            },
            {
                "a flow mapping with a tab behind its colon",
                """
                apiVersion: install.istio.io/v1alpha1
                kind: IstioOperator
                metadata: {name: bare, namespace: istio-system}
                spec: {tag:	1.7.4}

                """
            },
            {
                "a flow mapping with single quotes and without blanks",
                """
                apiVersion: install.istio.io/v1alpha1
                kind: IstioOperator
                metadata: {name: bare, namespace: istio-system}
                spec: {'tag':1.7.4,'hub':x}

                """
            },
            {
                "an anchor without a value at the end",
                """
                apiVersion: install.istio.io/v1alpha1
                kind: IstioOperator
                metadata: {name: bare, namespace: istio-system}
                spec:
                  values:
                    global:
                      proxy:
                        resources:
                          limits: &a0 

                """
            },
            {
                "an anchor without a value above a comment",
                """
                apiVersion: install.istio.io/v1alpha1
                kind: IstioOperator
                metadata: {name: bare, namespace: istio-system}
                spec:
                  values:
                    global:
                      proxy:
                        resources:
                          limits: !!map &a0 # c
                          # c
                  tag: 1.7.4

                """
            },
        };

    [Theory]
    [MemberData(nameof(Findings))]
    public void Inputs_that_once_broke_a_law_keep_it(string what, string input)
    {
        for (var choice = 0; choice < 8; choice++)
        {
            var outcome = FuzzTarget.Run(Encoding.UTF8.GetBytes(input), choice);
            output.WriteLine($"{what}: {outcome}");
        }
    }

    [Fact]
    public void Mutated_Istio_documents_are_rejected_or_keep_the_laws()
    {
        // The same inputs on every machine, so a failure comes from a change and not from chance. Longer runs use other inputs.
        var more = Environment.GetEnvironmentVariable("FUZZ_RUNS");
        var runs = more is null ? DefaultRuns : int.Parse(more, CultureInfo.InvariantCulture);
        var seed = more is null ? 1 : Environment.TickCount;
        var inputs = new FuzzInputs(FuzzInputs.Seeds([]), new Random(seed));
        var outcomes = new int[3];
        for (var choice = 0; choice < runs; choice++)
        {
            var input = inputs.Next();
            try
            {
                outcomes[(int)FuzzTarget.Run(input, choice)]++;
            }
            catch (Exception e)
            {
                throw new FuzzException($"seed {seed}, choice {choice}: {e.Message}\n{Encoding.UTF8.GetString(input)}", e);
            }
        }

        output.WriteLine($"seed {seed}: {outcomes[0]} refused, {outcomes[1]} unchanged, {outcomes[2]} changed");
        Assert.All(outcomes, count => Assert.InRange(count, 1, int.MaxValue));
    }
}
