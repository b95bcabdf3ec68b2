#!/usr/bin/env bash
# Packs the native executable as it is released, into artifacts/release ($RELEASE names another folder):
#   kyma-istio-transform-OS-ARCH.tar.gz              the executable and LICENSE: for the PATH, for Helm 3's --post-renderer, for krew
#   kyma-istio-transform-VERSION-OS-ARCH.tgz         the plugin of Helm 4, which takes its name from what stands before the version
#   kyma-istio-transform.yaml                        the manifest for krew, with the addresses and checksums of the archives that are there
# Usage: archives.sh ADDRESS [ARCH]    after make native; ADDRESS is where the archives will be downloaded from. Called once for each
# architecture (amd64, arm64), the manifest holds them all.
set -euo pipefail
cd "$(dirname "$0")/.."

address=${1:?usage: archives.sh ADDRESS [ARCH]}
arch=${2:-amd64}
name=kyma-istio-transform
binary=${KYMA_ISTIO_TRANSFORM_BINARY:-artifacts/$name}
release=${RELEASE:-artifacts/release}
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# pack ARCHIVE FOLDER: the same bytes for the same content.
pack() {
    tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 --format=gnu -C "$2" -c . | gzip -n > "$1"
}

mkdir -p "$release"
install -D -m 755 "$binary" "$folder/plain/$name"
install -m 644 LICENSE "$folder/plain/LICENSE"
pack "$release/$name-linux-$arch.tar.gz" "$folder/plain"

install -D -m 755 "$binary" "$folder/helm4/$name/bin/$name"
install -m 644 LICENSE "$folder/helm4/$name/LICENSE"
sed "s/^version: .*/version: $version/" examples/helm4/plugin.yaml > "$folder/helm4/$name/plugin.yaml"
pack "$release/$name-$version-linux-$arch.tgz" "$folder/helm4"

# The template's head, then a platform for each archive.
{
    sed -e "s/^  version: .*/  version: v$version/" -e '/^#/d' -e '/^  platforms:/q' examples/kubectl/$name.yaml
    for archive in "$release/$name"-linux-*.tar.gz; do
        file=$(basename "$archive")
        architecture=${file#"$name-linux-"}
        cat << PLATFORM
    - selector:
        matchLabels:
          os: linux
          arch: ${architecture%.tar.gz}
      uri: ${address%/}/$file
      sha256: $(sha256sum "$archive" | cut -d ' ' -f 1)
      bin: $name
PLATFORM
    done
} > "$release/$name.yaml"
ls "$release"
