#!/usr/bin/env bash
# Mutation testing of the patches with Stryker.NET: it makes small changes to the program, and each must make a golden case or a unit test
# fail.
# The report goes to artifacts/mutants. Arguments are passed on, such as --mutate 'Patches/ZipkinAddress.cs'.
set -euo pipefail
cd "$(dirname "$0")"
dotnet tool restore > /dev/null
dotnet stryker --config-file stryker-config.json --output "$PWD/../../artifacts/mutants" "$@"
