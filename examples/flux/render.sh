#!/usr/bin/env bash
# Renders a chart into the folder istio, which Flux applies: one file for each object and a kustomization.yaml. Commit the folder.
# Usage: render.sh RELEASE CHART [FLAG]...    flags go to helm template
set -euo pipefail

# No private key goes into Git: cert-manager creates the Secret in the cluster.
"${HELM:-helm}" template "$@" --namespace istio-system --include-crds \
  | kyma-istio-transform --profile kyma-module --domain example.com --tls-issuer letsencrypt --output-dir istio
