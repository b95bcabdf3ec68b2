#!/usr/bin/env bash
# Gathers the files of the image for one architecture: the executable, and the libraries that it loads: the C library and
# OpenSSL, from Debian's packages.
# Usage: root.sh ARCH EXECUTABLE FOLDER    ARCH is amd64 or arm64
set -euo pipefail

arch=${1:?usage: root.sh ARCH EXECUTABLE FOLDER}
executable=${2:?usage: root.sh ARCH EXECUTABLE FOLDER}
root=${3:?usage: root.sh ARCH EXECUTABLE FOLDER}
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# A separate package state, so that this machine's packages are unchanged and another architecture is possible.
mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial" "$folder/packages" "$folder/files"
apt=(-qq -o "Dir::State::lists=$folder/lists" -o "Dir::Cache=$folder/cache" -o Dir::State::status=/dev/null
    -o "APT::Architecture=$arch" -o "APT::Architectures=$arch" -o APT::Sandbox::User=root)
apt-get "${apt[@]}" update
(cd "$folder/packages" && apt-get "${apt[@]}" download libc6 libssl3)
for package in "$folder"/packages/*.deb; do
    dpkg-deb -x "$package" "$folder/files"
done

# The loader has a fixed path; it finds the libraries in one folder.
install -D -m 755 "$executable" "$root/usr/local/bin/kyma-istio-transform"
libraries=(libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libssl.so.3 libcrypto.so.3)
for library in "${libraries[@]}"; do
    file=$(find "$folder/files" -name "$library" | head -n 1)
    install -D -m 755 "$(realpath "$file")" "$root/${file#"$folder/files/"}"
done
for loader in "$folder"/files/lib64/ld-linux-* "$folder"/files/lib/ld-linux-*; do
    if [ -e "$loader" ] || [ -L "$loader" ]; then
        real=$(find "$folder/files/lib" -name "$(basename "$loader")" -path '*-linux-gnu*' | head -n 1)
        install -D -m 755 "$(realpath "$real")" "$root/${loader#"$folder/files/"}"
    fi
done
for package in libc6 libssl3; do
    install -D -m 644 "$folder/files/usr/share/doc/$package/copyright" "$root/usr/share/doc/$package/copyright"
done
install -D -m 644 "$here/../LICENSE" "$root/usr/share/doc/kyma-istio-transform/LICENSE"

mkdir -p "$root/etc" "$root/tmp"
chmod 1777 "$root/tmp"
printf 'root:x:0:0::/:/none\nargocd:x:999:999::/tmp:/none\nnobody:x:65534:65534::/:/none\n' > "$root/etc/passwd"
printf 'root:x:0:\nargocd:x:999:\nnogroup:x:65534:\n' > "$root/etc/group"
