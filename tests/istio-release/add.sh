#!/usr/bin/env bash
# Adds one release of Istio to the tested range: renders its charts, runs the tests on them, and writes its rows into
# docs/istio-versions.md.
#
#   add.sh VERSION [CLONE]
#
# VERSION is a tag of istio/istio. CLONE is a clone of that repository; without it the tag is cloned from GitHub.
set -euo pipefail
version=${1:?name a tag of istio/istio, such as VERSION=1.31.0-rc.0}
clone=${2:-}
cd "$(dirname "$0")/../.."

if [ -z "$clone" ]; then
    clone=$(mktemp -d)
    trap 'rm -rf "$clone"' EXIT
    git clone --quiet --depth 1 --branch "$version" https://github.com/istio/istio "$clone"
fi

hosts=$(tests/hosts/install.sh | tail -n 1)
HELM=$hosts/helm3 tests/istio-release/render.sh "$version" "$clone" artifacts/istio-streams
dotnet test Transformer.sln --no-build --nologo --filter "FullyQualifiedName!~VersionTable&DisplayName~$version-"
UPDATE_SNAPSHOTS=1 dotnet test Transformer.sln --no-build --nologo --filter FullyQualifiedName~VersionTable
git --no-pager diff --stat -- docs/istio-versions.md
