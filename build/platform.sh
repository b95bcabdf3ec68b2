#!/usr/bin/env bash
# Compiles the native executable and its package of the .NET tool into artifacts/platforms/RID, on a machine that can compile for the RID.
# .NET compiles for Linux on Linux (x64 for arm64 too), for macOS on macOS, for Windows on Windows.
# Usage: platform.sh VERSION RID
set -euo pipefail
cd "$(dirname "$0")/.."

version=${1:?usage: platform.sh VERSION RID}
rid=${2:?usage: platform.sh VERSION RID}
target=$PWD/artifacts/platforms/$rid
source=$(mktemp -d)
trap 'rm -rf "$source"' EXIT

build/export.sh "$version" "$source"
cd "$source"
dotnet publish src/Transformer -c Release -r "$rid" --nologo -v quiet -p:RunAnalyzers=false -o out
dotnet pack src/Transformer -c Release -r "$rid" --nologo -v quiet -p:RunAnalyzers=false -o packages
rm -rf "$target"
mkdir -p "$target"
cp out/kyma-istio-transform* packages/*.nupkg "$target"
