#!/usr/bin/env bash
# Packs native executables as they are released, into a folder. OS is linux, darwin or windows, ARCH is amd64 or arm64:
#   kyma-istio-transform-OS-ARCH.tar.gz        executable, LICENSE, bill of materials, checksums: for the PATH, Helm 3, krew, Homebrew
#   kyma-istio-transform-VERSION-OS-ARCH.tgz   the plugin of Helm 4. Helm takes the plugin's name from the text before the version
#   kyma-istio-transform.yaml                  the krew manifest for these archives
#   kyma-istio-transform.rb                    Homebrew's formula for these archives
# Usage: archives.sh PLATFORMS RELEASE ADDRESS
#   PLATFORMS has a folder for each RID with its executable; ADDRESS is where the archives will be downloaded from.
set -euo pipefail

platforms=$(realpath "${1:?usage: archives.sh PLATFORMS RELEASE ADDRESS}")
release=$(realpath -m "${2:?usage: archives.sh PLATFORMS RELEASE ADDRESS}")
address=${3:?usage: archives.sh PLATFORMS RELEASE ADDRESS}
address=${address%/}
cd "$(dirname "$0")/.."
name=kyma-istio-transform
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# platform RID: "OS ARCH" as Go, Helm, krew and containers call them.
platform() {
    sed -e 's/-x64$/ amd64/' -e 's/-arm64$/ arm64/' -e 's/^osx/darwin/' -e 's/^win/windows/' <<< "$1"
}

# pack ARCHIVE FOLDER: the same bytes for the same content.
pack() {
    (cd "$2" && find . -type f ! -name SHA256SUMS -printf '%P\n' | LC_ALL=C sort | xargs sha256sum > "$folder/sums")
    install -m 644 "$folder/sums" "$2/$3SHA256SUMS"
    tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 --format=gnu -C "$2" -c . | gzip -n > "$1"
}

digest() {
    sha256sum "$1" | cut -d ' ' -f 1
}

mkdir -p "$release"
archives=()
for rid in $(cd "$platforms" && echo *); do
    read -r os arch <<< "$(platform "$rid")"
    executable=$name$([ "$os" != windows ] || echo .exe)
    plain=$folder/$rid/plain
    plugin=$folder/$rid/helm4
    install -D -m 755 "$platforms/$rid/$executable" "$plain/$executable"
    install -m 644 LICENSE "$plain/LICENSE"
    python3 build/sbom.py "$plain/$executable" "$rid" > "$plain/$name.cdx.json"
    pack "$release/$name-$os-$arch.tar.gz" "$plain" ""
    archives+=("$os $arch $executable $name-$os-$arch.tar.gz")

    install -D -m 755 "$platforms/$rid/$executable" "$plugin/$name/bin/$executable"
    install -m 644 LICENSE "$plain/$name.cdx.json" "$plugin/$name/"
    # The plugin contains its executable.
    sed -e '/^#/d' -e "s:command\: .*:command\: \$HELM_PLUGIN_DIR/bin/$executable:" examples/helm4/plugin.yaml > "$plugin/$name/plugin.yaml"
    pack "$release/$name-$version-$os-$arch.tgz" "$plugin" "$name/"
done

# The first lines of the template, then one platform for each archive.
{
    sed -e "s/^  version: .*/  version: v$version/" -e '/^#/d' -e '/^  platforms:/q' examples/kubectl/$name.yaml
    for archive in "${archives[@]}"; do
        read -r os arch executable file <<< "$archive"
        cat << PLATFORM
    - selector:
        matchLabels:
          os: $os
          arch: $arch
      uri: $address/$file
      sha256: $(digest "$release/$file")
      bin: $executable
PLATFORM
    done
} > "$release/$name.yaml"

# formula OS: the archives of one system, as Homebrew's blocks.
formula() {
    local archive os arch executable file
    for archive in "${archives[@]}"; do
        read -r os arch executable file <<< "$archive"
        if [ "$os" = "$1" ]; then
            printf '    on_%s do\n      url "%s"\n      sha256 "%s"\n    end\n' \
                "$([ "$arch" = amd64 ] && echo intel || echo arm)" "$address/$file" "$(digest "$release/$file")"
        fi
    done
}
macos=$(formula darwin)
{
    cat << FORMULA
class KymaIstioTransform < Formula
  desc "Turns rendered Istio manifests into the Istio that Kyma runs"
  homepage "https://github.com/kyma-project/kyma-istio-transform"
  version "$version"
  license "Apache-2.0"

FORMULA
    if [ -n "$macos" ]; then
        printf '  on_macos do\n%s\n  end\n\n' "$macos"
    else
        printf '  depends_on :linux\n\n'
    fi
    printf '  on_linux do\n%s\n  end\n' "$(formula linux)"
    cat << 'FORMULA'

  def install
    bin.install "kyma-istio-transform"
    generate_completions_from_executable(bin/"kyma-istio-transform", "completion")
    (man1/"kyma-istio-transform.1").write Utils.safe_popen_read(bin/"kyma-istio-transform", "man")
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/kyma-istio-transform version")
  end
end
FORMULA
} > "$release/$name.rb"
