#!/usr/bin/env bash
# Transforms the bundled Istio 1.0 stream in a pipe, as a deployment script would, without a cluster.
# Usage: run.sh DIRECTORY    writes DIRECTORY/patched.yaml and DIRECTORY/report.txt
# The stream is istio-1.0.yaml, which `init pipe` writes beside this script.
# $KYMA_ISTIO_TRANSFORM names the program; the default is the one on the PATH.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
out=${1:?usage: run.sh DIRECTORY}
transform=${KYMA_ISTIO_TRANSFORM:-kyma-istio-transform}
mkdir -p -- "$out"
input=$here/istio-1.0.yaml
[ -f "$input" ] || input=$here/../istio-1.0.yaml # in the repository

# Here `cat` replaces `helm template`, and the file replaces `kubectl apply -f -`. The output gets its final name only after the whole pipe
# has succeeded. Without this and pipefail, a failure before the last command would go unnoticed.
cat -- "$input" \
  | "$transform" --report "$out/report.txt" \
  > "$out/patched.yaml.new"
mv -- "$out/patched.yaml.new" "$out/patched.yaml"
