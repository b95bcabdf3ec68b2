#!/usr/bin/env bash
# Writes a version to every file that names the release: the project, the examples that init prints, and the image's tag.
# Usage: set-version.sh VERSION
set -euo pipefail
cd "$(dirname "$0")/.."

new=${1:?usage: set-version.sh VERSION}
if [[ ! $new =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]]; then
    echo "$new: a version is X.Y.Z or X.Y.Z-PRERELEASE" >&2
    exit 2
fi
old=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
escaped=${old//./\\.}
sed -i.bak "s:<Version>$escaped</Version>:<Version>$new</Version>:" Directory.Build.props
grep -rlE "kyma-istio-transform[:@]v?$escaped|version: v?$escaped|rev: v$escaped" examples container README.md docs |
    xargs sed -i.bak -E "s/(kyma-istio-transform[:@]v?|version: v?|rev: v)$escaped/\\1$new/g"
find Directory.Build.props.bak examples container README.md.bak docs -name '*.bak' -delete 2> /dev/null || true
