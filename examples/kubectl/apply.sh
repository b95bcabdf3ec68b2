#!/usr/bin/env bash
# Renders, transforms and applies, with the transformer as a kubectl plugin: link or rename the executable to kubectl-kyma_istio_transform
# somewhere on the PATH. Uses server-side apply, because Istio's definitions are too large for the annotation of client-side apply.
# Usage: apply.sh FILE [FLAG]...    flags go to kubectl apply
set -euo pipefail

kubectl=${KUBECTL:-kubectl}
"$kubectl" kyma-istio-transform -f "$1" | "$kubectl" apply --server-side -f - "${@:2}"
