#!/usr/bin/env bash
# Renders a chart into the folder istio, which Flux applies: one file for each object and a kustomization.yaml. Commit the folder.
# Usage: render.sh RELEASE CHART [FLAG]...    flags go to helm template
# In CI: kyma-istio-transform verify -R istio --config istio-transform.yaml
set -euo pipefail

"${HELM:-helm}" template "$@" --namespace istio-system --include-crds \
  | kyma-istio-transform --config istio-transform.yaml --output-dir istio
