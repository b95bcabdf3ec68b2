# Everything CI does, as targets that run the same on a developer's machine. `make` alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

RID ?= linux-x64
BINARY := artifacts/kyma-istio-transform

# Every target that `make help` lists.
.PHONY: $(shell sed -n 's/^\([a-z-]*\):.*\#\# .*/\1/p' $(firstword $(MAKEFILE_LIST)))

help: ## List the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

all: build test ## Build and run all tests

restore: ## Restore the packages that the lock files pin
	dotnet restore Transformer.sln

format: restore ## Check the formatting without changing anything
	dotnet format Transformer.sln --verify-no-changes --no-restore

lint: ## Check shell scripts, workflows and the composite action
	build/lint.sh

build: restore ## Build the program and its tests; warnings are errors
	dotnet build Transformer.sln --no-restore --nologo -v quiet

test: build ## Run all tests
	dotnet test Transformer.sln --no-build --nologo $(TEST_ARGS)

native: ## Compile the native executable to artifacts/kyma-istio-transform (RID=linux-arm64 cross-compiles)
	dotnet publish src/Transformer -c Release -r $(RID) --nologo -v quiet -o artifacts/native
	cp artifacts/native/kyma-istio-transform $(BINARY)

smoke: native build ## Run the tests that start the native executable
	TEST_BINARY=$(abspath $(BINARY)) dotnet test Transformer.sln --no-build --nologo \
		--filter "FullyQualifiedName~Native|FullyQualifiedName~FaultInjection|FullyQualifiedName~Hostile"

snapshots: build ## Rewrite the golden files and the tables in docs; read the diff before you commit it
	UPDATE_SNAPSHOTS=1 dotnet test Transformer.sln --no-build --nologo \
		--filter "FullyQualifiedName~Snapshots|FullyQualifiedName~The_table_in_the_documents"

docs: build ## Write the generated parts of docs and examples: tables of options, JSON Schema, examples/config.yaml
	UPDATE_SNAPSHOTS=1 dotnet test tests/Transformer.Tests --no-build --nologo --filter FullyQualifiedName~GeneratedFiles

screenshots: native ## Make the pictures of the HTML report in docs, with the Chromium of tests/hosts/install.sh
	cd examples && ../$(BINARY) istio-1.0.yaml --report ../artifacts/report.html --report-format html > /dev/null
	export PLAYWRIGHT=$${PLAYWRIGHT:-$(CURDIR)/artifacts/hosts/browser}; \
		node tests/reports/browser.mjs --screenshot docs/report.png artifacts/report.html > /dev/null; \
		node tests/reports/browser.mjs --screenshot docs/report-phone.png --phone --dark artifacts/report.html > /dev/null

istio-release: build ## Test a release of Istio and add it to docs/istio-versions.md (VERSION=1.31.0 ISTIO=clone of istio/istio)
	tests/istio-release/add.sh $(VERSION) $(ISTIO)

bench: native ## Compare with kubectl kustomize and cat (ARGS=--slow adds a quarter of an hour of kustomize)
	python3 tests/benchmarks/bench.py $(BINARY) $(ARGS)

linearity: native ## Draw docs/linearity.svg (ARGS=--large prints the cost per byte of up to 490 MB)
	python3 tests/benchmarks/linearity.py $(BINARY) docs/linearity.svg $(ARGS)

bench-steps: ## Measure the steps of a run with BenchmarkDotNet
	dotnet run --project tests/Transformer.Benchmarks -c Release -- --filter '*' $(ARGS)

instructions: native ## Count instructions and compare them with the budgets in tests/benchmarks/instructions.txt
	python3 tests/benchmarks/instructions.py $(BINARY)

certificate-cost: ## Compare the size and instructions of a certificate made with .NET and with BouncyCastle
	tests/benchmarks/certificates/cost.sh

differential: build ## Compare both YAML readers on a million generated documents (CASES=250000 for each generator)
	DIFFERENTIAL_CASES=$(or $(CASES),250000) dotnet test Transformer.sln --no-build --nologo \
		--filter "FullyQualifiedName~FastYamlReaderDifferential|FullyQualifiedName~ManifestReaderDifferential" \
		--logger "console;verbosity=detailed"

RUNS ?= 10000000
fuzz: ## Fuzz for at least RUNS executions (default ten million)
	tests/Transformer.Fuzzing/fuzz.sh $(RUNS)

mutants: restore ## Mutation testing of the patches with Stryker.NET (half an hour)
	tests/mutants/run.sh

pack: native ## Pack the .NET tool to artifacts/packages
	build/pack.sh artifacts/packages $(RID)

release: ## Make all files of a release in artifacts/release, without publishing them (VERSION=x.y.z)
	build/release.sh $(VERSION)

sbom: native ## Write the bill of materials of the native executable, as CycloneDX
	python3 build/sbom.py $(BINARY) $(RID) > artifacts/kyma-istio-transform.cdx.json

audit: restore ## List vulnerable and deprecated packages, as far as the registry knows
	build/audit.sh

reproducible: ## Compile twice, here and in a copy elsewhere, and compare the bytes
	build/reproducible.sh

clean: ## Delete all build results
	rm -rf artifacts src/*/bin src/*/obj tests/*/bin tests/*/obj
