#!/usr/bin/env bash
# Renders a chart with Helm 3 and the transformer as its post-renderer; helm install and upgrade take the same flags.
# Usage: render.sh RELEASE CHART [FLAG]...
#
# Helm 3 does not pass hooks and the folder crds to a post-renderer. For Istio 1.0, whose definitions are hooks, --assume-crd declares them
# as installed. The report goes to a file, because Helm hides standard error.
set -euo pipefail

export KYMA_ISTIO_TRANSFORM_REPORT=${KYMA_ISTIO_TRANSFORM_REPORT:-$PWD/istio-transform-report.txt}
exec "${HELM:-helm}" template "$@" \
  --post-renderer kyma-istio-transform \
  --post-renderer-args --assume-crd=policies.authentication.istio.io
