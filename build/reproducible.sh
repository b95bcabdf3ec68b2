#!/usr/bin/env bash
# Builds the native executable here and in a copy of the committed and changed files, and compares the bytes. The copy is at another depth
# and has no .git.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

copy="$work/a longer name/copy"
mkdir -p "$copy"
git ls-files --cached --others --exclude-standard -z | xargs -0 cp --parents -t "$copy" --
make -s native > /dev/null
make -s -C "$copy" native > /dev/null

sha256sum artifacts/kyma-istio-transform "$copy/artifacts/kyma-istio-transform"
if cmp artifacts/kyma-istio-transform "$copy/artifacts/kyma-istio-transform"; then
    echo "the two executables are the same, byte for byte"
else
    echo "the two executables differ" >&2
    exit 1
fi
