#!/usr/bin/env bash
# Makes all files of a release from the last commit, into artifacts/release: archives, the plugins of Helm 4, manifests for krew and
# Homebrew, the .NET tool, the image, checksums and provenance. Publishes nothing. Executables that this machine cannot compile are
# taken from artifacts/platforms/RID, where build/platform.sh wrote them on another machine. Missing ones are left out with a message.
# Usage: release.sh VERSION
#   ADDRESS, IMAGE: where the archives and the image will be downloaded from
set -euo pipefail
cd "$(dirname "$0")/.."

version=${1:?usage: release.sh VERSION}
repository=${REPOSITORY:-https://github.com/kyma-project/kyma-istio-transform}
address=${ADDRESS:-$repository/releases/download/v$version}
image=${IMAGE:-ghcr.io/kyma-project/kyma-istio-transform}
release=$PWD/artifacts/release
platforms=$PWD/artifacts/platforms
source=$(mktemp -d)
trap 'rm -rf "$source"' EXIT

build/export.sh "$version" "$source"
commit=$(git rev-parse HEAD)
rm -rf "$release"
mkdir -p "$release" "$platforms"

# The executables. The two for Linux are compiled in parallel, because the compiler uses one processor.
rm -rf "$platforms/linux-x64" "$platforms/linux-arm64"
skipped=()
jobs=()
build/platform.sh "$version" linux-x64 &
jobs+=($!)
if command -v aarch64-linux-gnu-gcc > /dev/null; then
    build/platform.sh "$version" linux-arm64 &
    jobs+=($!)
else
    skipped+=("linux-arm64: needs Debian's gcc-aarch64-linux-gnu and libc6-dev-arm64-cross")
fi
for job in "${jobs[@]}"; do
    wait "$job"
done
for foreign in osx-arm64=macOS win-x64=Windows; do
    rid=${foreign%=*}
    if [ ! -d "$platforms/$rid" ]; then
        skipped+=("$rid: .NET compiles it only on ${foreign#*=} (run build/platform.sh $version $rid there, copy artifacts/platforms here)")
    fi
done

cd "$source"
build/archives.sh "$platforms" "$release" "$address"
cp "$platforms"/*/*.nupkg "$release"
dotnet pack src/Transformer -c Release -r any --nologo -v quiet -p:RunAnalyzers=false -o "$release"
rids=$(cd "$platforms" && printf '%s;' *)any
dotnet pack src/Transformer -c Release --no-build --nologo -v quiet "-p:ToolPackageRuntimeIdentifiers=\"$rids\"" -o "$release"
if command -v buildah > /dev/null; then
    container/build.sh "$image:$version" "$platforms" "$release/kyma-istio-transform-image.tar" "$release/image-digest.txt"
else
    skipped+=("image: needs buildah")
fi
python3 build/provenance.py "$release" "$version" "$commit" > "$source/provenance.intoto.json"
mv "$source/provenance.intoto.json" "$release"
(cd "$release" && sha256sum -- * > "$source/SHA256SUMS" && mv "$source/SHA256SUMS" .)

echo "release $version of commit $commit, in artifacts/release:"
(cd "$release" && wc -c -- * | sed '$d')
for what in ${skipped[@]+"${skipped[@]}"}; do
    echo "SKIPPED $what"
done
