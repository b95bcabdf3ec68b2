#!/usr/bin/env bash
# Packs the .NET tool into a folder: kyma-istio-transform, which only names the packages for each platform; one with the native executable
# for each RID; and kyma-istio-transform.any for all other platforms, which runs on the .NET that is installed.
# Usage: pack.sh FOLDER RID...    after make native for each RID: those executables are packed, they are not compiled again
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(realpath -m "${1:?usage: pack.sh FOLDER RID...}")
shift
pack() {
    dotnet pack src/Transformer -c Release --nologo -v quiet -p:RunAnalyzers=false -o "$folder" "$@"
}

platforms=$(IFS=';'; echo "$*;any")
pack --no-build "-p:ToolPackageRuntimeIdentifiers=\"$platforms\""
for rid in "$@" any; do
    pack -r "$rid"
done
