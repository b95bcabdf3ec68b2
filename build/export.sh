#!/usr/bin/env bash
# Writes the files of the last commit to a folder, with the version of a release. A release is built from there: it contains only committed
# files, and anyone can build the same bytes from the same commit.
# Usage: export.sh VERSION FOLDER
set -euo pipefail
cd "$(dirname "$0")/.."

version=${1:?usage: export.sh VERSION FOLDER}
folder=${2:?usage: export.sh VERSION FOLDER}
if [ -n "$(git status --porcelain)" ]; then
    echo "warning: uncommitted changes are not part of the release" >&2
fi
mkdir -p "$folder"
git archive HEAD | tar -x -C "$folder"
"$folder/build/set-version.sh" "$version"
