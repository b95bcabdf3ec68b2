#!/usr/bin/env bash
# Installs the Debian packages that the build and the tests need, and only those that are missing. CI and the devcontainer run it as root.
set -euo pipefail

missing() {
    ! command -v "$1" > /dev/null
}

# need COMMAND PACKAGE...: remembers the packages if there is no such command.
packages=()
need() {
    if missing "$1"; then
        packages+=("${@:2}")
    fi
}

need openssl openssl
need gcc gcc libc6-dev zlib1g-dev
need aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu libc6-dev-arm64-cross
need qemu-aarch64-static qemu-user-static
need valgrind valgrind
need python3 python3
need npm nodejs npm
need chromium chromium
need unzip unzip
need git git
need make make
need go golang-go
need bash bash
need zsh zsh
need fish fish
need groff groff
need patch patch
need diff diffutils
need buildah buildah
need podman podman
need runc runc
need pre-commit pre-commit
need shellcheck shellcheck
need ruby ruby
if [ ! -d /usr/share/gocode/src/github.com/Masterminds/sprig ]; then
    packages+=(golang-github-masterminds-sprig-dev golang-gopkg-yaml.v3-dev)
fi
if [ ! -d /usr/share/gocode/src/gopkg.in/yaml.v2 ]; then
    packages+=(golang-gopkg-yaml.v2-dev)
fi

if [ ${#packages[@]} -gt 0 ]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" > /dev/null
fi
