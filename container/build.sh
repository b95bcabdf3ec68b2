#!/usr/bin/env bash
# Builds the image of the KRM function, which is also that of Argo CD's sidecar, out of the native executable and this machine's C library
# and OpenSSL, without a registry.
# Usage: build.sh [TAG]    after make native
set -euo pipefail
cd "$(dirname "$0")/.."

tag=${1:-kyma-istio-transform:0.1.0}
binary=${KYMA_ISTIO_TRANSFORM_BINARY:-artifacts/kyma-istio-transform}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# add FILE: copies it, links resolved, to the same place in the image.
add() {
    install -D -m 755 "$(readlink -f "$1")" "$folder/root$1"
}

# What the executable is linked to, and OpenSSL, which it loads when a certificate is made or checked. ldd names each by its full path.
libraries() {
    ldd "$1" | grep -o '/[^ ]*'
}
ssl=$(ldconfig -p | sed -n 's/.*libssl\.so\.3 .*=> //p' | head -n 1)
install -D -m 755 "$binary" "$folder/root/usr/local/bin/kyma-istio-transform"
for file in $({ libraries "$binary"; libraries "$ssl"; echo "$ssl"; } | sort -u); do
    add "$file"
done

mkdir -p "$folder/root/etc" "$folder/root/tmp"
printf 'root:x:0:0::/:/none\nargocd:x:999:999::/tmp:/none\nnobody:x:65534:65534::/:/none\n' > "$folder/root/etc/passwd"
printf 'root:x:0:\nargocd:x:999:\nnogroup:x:65534:\n' > "$folder/root/etc/group"
cp container/Containerfile "$folder/"
buildah bud --quiet --isolation chroot --tag "$tag" "$folder"
