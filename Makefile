# Everything CI does, as targets that run the same locally. `make` alone builds and tests.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

RID ?= linux-x64
BINARY := artifacts/kyma-istio-transform

.PHONY: all restore format build test native smoke snapshots istio-release bench linearity bench-steps instructions differential release fuzz mutants sbom audit reproducible clean

all: build test

restore:
	dotnet restore Transformer.sln

format: restore
	dotnet format Transformer.sln --verify-no-changes --no-restore

build: restore
	dotnet build Transformer.sln --no-restore --nologo -v quiet

test: build
	dotnet test Transformer.sln --no-build --nologo

# The product: one native executable.
native:
	dotnet publish src/Transformer -c Release -r $(RID) --nologo -v quiet -o artifacts/native
	cp artifacts/native/kyma-istio-transform $(BINARY)

# The tests that run the native executable.
smoke: native build
	KYMA_ISTIO_TRANSFORM_BINARY=$(abspath $(BINARY)) dotnet test Transformer.sln --no-build --nologo --filter "FullyQualifiedName~Native|FullyQualifiedName~Faults|FullyQualifiedName~Hostile"

# Rewrites the golden files and the tables that tests make; read the diff before you commit it.
snapshots: build
	UPDATE_SNAPSHOTS=1 dotnet test Transformer.sln --no-build --nologo --filter "FullyQualifiedName~Snapshots|FullyQualifiedName~The_table_in_the_documents"

# Renders a release of Istio, judges what the program makes of it, and adds it to docs/istio-versions.md. ISTIO names a clone of istio/istio.
istio-release: build
	tests/istio-release/add.sh $(VERSION) $(ISTIO)

# Ratios against kubectl kustomize and cat; ARGS=--slow adds a quarter of an hour of kustomize.
bench: native
	python3 tests/benchmarks/bench.py $(BINARY) $(ARGS)

# Draws docs/linearity.svg.
linearity: native
	python3 tests/benchmarks/linearity.py $(BINARY) docs/linearity.svg

# The steps of a run one by one, with BenchmarkDotNet.
bench-steps:
	dotnet run --project tests/Transformer.Benchmarks -c Release -- --filter '*' $(ARGS)

# Counts instructions with callgrind and fails above the budgets in tests/benchmarks/instructions.txt.
instructions: native
	python3 tests/benchmarks/instructions.py $(BINARY)

# Both YAML readers on a million generated and mutated documents and more.
differential: build
	DIFFERENTIAL_CASES=$(or $(CASES),250000) dotnet test Transformer.sln --no-build --nologo --filter FullyQualifiedName~BlockYamlReaderDifferential --logger "console;verbosity=detailed"

# The archives for Helm 3, Helm 4 and krew, in artifacts/release. ADDRESS is where they will be downloaded from.
ADDRESS ?= https://example.com/kyma-istio-transform
release: native
	container/archives.sh $(ADDRESS)

# At least so many executions; docs/trust.md has the result of a long run.
RUNS ?= 10000000
fuzz:
	tests/Transformer.Fuzzing/fuzz.sh $(RUNS)

# Small changes of the patches that a test must notice.
mutants: restore
	tests/mutants/run.sh

# What the native executable is made of, as CycloneDX.
sbom: native
	python3 build/sbom.py $(BINARY) $(RID) > artifacts/kyma-istio-transform.cdx.json

# Known weaknesses of the packages, as far as the registry tells.
audit: restore
	dotnet list Transformer.sln package --vulnerable --include-transitive

# Builds the native executable here and in a copy elsewhere, and compares the bytes.
reproducible:
	build/reproducible.sh

clean:
	rm -rf artifacts src/*/bin src/*/obj tests/*/bin tests/*/obj
