#!/usr/bin/env bash
# Builds the native executable twice, from copies of the committed and changed files in two folders of different depth, and compares the bytes.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for folder in one "two/with a longer name"; do
    mkdir -p "$work/$folder"
    git ls-files --cached --others --exclude-standard -z | xargs -0 cp --parents -t "$work/$folder" --
    make -s -C "$work/$folder" native > /dev/null
    sha256sum "$work/$folder/artifacts/kyma-istio-transform"
done

if cmp "$work/one/artifacts/kyma-istio-transform" "$work/two/with a longer name/artifacts/kyma-istio-transform"; then
    echo "the two executables are the same, byte for byte"
else
    echo "the two executables differ" >&2
    exit 1
fi
