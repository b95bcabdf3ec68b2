#!/usr/bin/env bash
# Renders a chart and writes it, transformed, to istio.yaml.
# Usage: render.sh RELEASE CHART [FLAG]...    flags go to helm template
set -euo pipefail

# The output is written after the whole pipe has succeeded. The gateway and its certificate belong to another release.
"${HELM:-helm}" template "$@" --namespace istio-system \
  | kyma-istio-transform --profile kyma-module --skip ingress-certificates --output-file istio.yaml
