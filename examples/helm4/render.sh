#!/usr/bin/env bash
# Renders a chart with Helm 4 and the transformer's plugin as its post-renderer; helm install and upgrade take the same flags.
# Usage: render.sh RELEASE CHART [FLAG]...
#
# Helm 4 does not pass the folder crds to a post-renderer, and drops standard error even if the post-renderer fails: read the report file.
set -euo pipefail

export KYMA_ISTIO_TRANSFORM_REPORT=${KYMA_ISTIO_TRANSFORM_REPORT:-$PWD/istio-transform-report.txt}
exec "${HELM:-helm}" template "$@" \
  --post-renderer kyma-istio-transform \
  --post-renderer-args --assume-crd=policies.authentication.istio.io
