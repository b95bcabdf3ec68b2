#!/usr/bin/env bash
# Fuzzes the transformer: fuzz.sh EXECUTIONS. Uses afl++ (Debian package afl++) guided by coverage, or else the driver of this
# project, which also checks its outputs with tests/laws if Go is installed. Findings stay in artifacts/fuzz;
# "dotnet …/Transformer.Fuzzing.dll again FILE CHOICE" repeats a finding.
set -euo pipefail
cd "$(dirname "$0")/../.."
executions=${1:-10000000}
work=$PWD/artifacts/fuzz

dotnet build tests/Transformer.Fuzzing -c Release --nologo -v quiet
if command -v go > /dev/null; then
    (cd tests/laws && GO111MODULE=off GOPATH=/usr/share/gocode go build -o "$PWD/../../artifacts/laws" .)
fi
if ! command -v afl-fuzz > /dev/null; then
    exec dotnet tests/Transformer.Fuzzing/bin/Release/net10.0/Transformer.Fuzzing.dll "$executions"
fi

rm -rf tests/Transformer.Fuzzing/bin/afl "$work"
cp -r tests/Transformer.Fuzzing/bin/Release/net10.0 tests/Transformer.Fuzzing/bin/afl
mkdir -p "$work/seeds"
dotnet tool restore > /dev/null
dotnet sharpfuzz tests/Transformer.Fuzzing/bin/afl/kyma-istio-transform.dll

# Only short seeds, because the fuzzer runs them faster. The examples are long.
find tests/snapshots -name 'input.*' -size -4k | while read -r file; do
    cp "$file" "$work/seeds/$(basename "$(dirname "$file")")"
done

# Skips the checks of native executables and of the machine's settings.
export AFL_NO_UI=1 AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_AFFINITY=1
afl-fuzz -i "$work/seeds" -o "$work/afl" -t 60000 -m none -E "$executions" -- \
    dotnet tests/Transformer.Fuzzing/bin/afl/Transformer.Fuzzing.dll afl > "$work/log" || { tail -5 "$work/log"; exit 1; }
grep -E '^(run_time|execs_done|execs_per_sec|corpus_count|edges_found|saved_crashes|saved_hangs) ' "$work/afl/default/fuzzer_stats"
test "$(sed -n 's/^saved_crashes *: //p' "$work/afl/default/fuzzer_stats")" = 0
