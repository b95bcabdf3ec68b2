#!/usr/bin/env bash
# Builds the image of the KRM function and of Argo CD's sidecar, without a registry: the executable, the C library and
# OpenSSL.
# Usage: build.sh [TAG]                          after make native, for this machine's local storage (amd64)
#        build.sh TAG PLATFORMS ARCHIVE DIGEST   for linux-x64 and linux-arm64, as far as PLATFORMS has their folders: writes an OCI
#                                                archive, and its digest to a file
set -euo pipefail
cd "$(dirname "$0")/.."

version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
tag=${1:-ghcr.io/kyma-project/kyma-istio-transform:$version}
folder=$(mktemp -d)
trap 'chmod -R u+rwx "$folder"; rm -rf "$folder"' EXIT

# image ARCH EXECUTABLE FLAG...: the same bytes for the same files.
image() {
    container/root.sh "$1" "$2" "$folder/$1/root"
    cp container/Containerfile "$folder/$1/"
    buildah "${storage[@]}" bud --quiet --isolation chroot --arch "$1" --timestamp 0 "${@:3}" \
        --label org.opencontainers.image.title=kyma-istio-transform \
        --label "org.opencontainers.image.version=$version" \
        --label org.opencontainers.image.licenses=Apache-2.0 \
        --label org.opencontainers.image.source=https://github.com/kyma-project/kyma-istio-transform \
        "$folder/$1" > /dev/null
}

storage=()
if [ $# -le 1 ]; then
    image amd64 "${BINARY:-artifacts/kyma-istio-transform}" --tag "$tag"
    exit
fi
storage=(--root "$folder/storage" --runroot "$folder/run" --storage-driver vfs)
buildah "${storage[@]}" manifest create "$tag" > /dev/null
for platform in linux-x64=amd64 linux-arm64=arm64; do
    executable=$2/${platform%=*}/kyma-istio-transform
    if [ -x "$executable" ]; then
        image "${platform#*=}" "$executable" --manifest "$tag"
    fi
done
buildah "${storage[@]}" manifest push --quiet --all --digestfile "$folder/digest" "$tag" "oci:$folder/oci:$version"
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 --format=gnu -C "$folder/oci" -cf "$3" blobs index.json oci-layout
echo "$tag@$(cat "$folder/digest")" > "$4"
