#!/usr/bin/env bash
# The steps of action.yml.
# Usage: action.sh install    downloads the release $VERSION from $REPOSITORY, checks its SHA-256 and adds it to the PATH
#        action.sh verify     checks $PATHS with $ARGS, writes annotations and the job summary, and sets exit code, findings and SARIF file
#                             as outputs
set -euo pipefail

install() {
    local os arch archive address folder check=(sha256sum)
    case "$RUNNER_OS" in
        Linux) os=linux ;;
        macOS) os=darwin check=(shasum -a 256) ;;
        *) echo "::error::no archive for $RUNNER_OS: install the .NET tool and leave the input version empty"; exit 1 ;;
    esac
    case "$RUNNER_ARCH" in
        X64) arch=amd64 ;;
        ARM64) arch=arm64 ;;
        *) echo "::error::no archive for $RUNNER_ARCH"; exit 1 ;;
    esac
    archive=kyma-istio-transform-$os-$arch.tar.gz
    address=$REPOSITORY/releases/download/v$VERSION
    folder=$RUNNER_TEMP/kyma-istio-transform
    mkdir -p "$folder"
    cd "$folder"
    curl --fail --silent --show-error --location --remote-name "$address/$archive" --remote-name "$address/SHA256SUMS"
    grep -F "  $archive" SHA256SUMS | "${check[@]}" --check --quiet
    tar -xzf "$archive"
    echo "$folder" >> "$GITHUB_PATH"
}

# A finding ends with exit code 1. Every other code but 0 is an error, whose message the report has too.
verify() {
    local paths args sarif code=0
    read -r -a paths <<< "${PATHS:?}"
    read -r -a args <<< "${ARGS-}"
    sarif=$RUNNER_TEMP/kyma-istio-transform.sarif
    kyma-istio-transform verify -R "${paths[@]}" ${args[@]+"${args[@]}"} --report "$sarif" --report-format sarif || code=$?
    kyma-istio-transform verify -R "${paths[@]}" ${args[@]+"${args[@]}"} --report-format markdown 2>> "$GITHUB_STEP_SUMMARY" || true
    kyma-istio-transform verify -R "${paths[@]}" ${args[@]+"${args[@]}"} --report-format github || true
    {
        echo "code=$code"
        echo "findings=$([ "$code" -eq 1 ] && echo true || echo false)"
        [ ! -s "$sarif" ] || echo "sarif=$sarif"
    } >> "$GITHUB_OUTPUT"
}

"$1"
