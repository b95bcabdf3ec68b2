#!/bin/bash
# Size and instructions of three small programs: one that does nothing, and two that make a certificate with a P-256 key.
set -euo pipefail
cd "$(dirname "$0")"
folder=$(mktemp -d)
trap 'rm -rf "$folder" obj bin' EXIT
for library in Nothing DotNet BouncyCastle; do
    rm -rf obj bin
    dotnet publish -c Release -r linux-x64 --nologo -v quiet -p:Library="$library" -o "$folder" > "$folder/log" ||
        { cat "$folder/log"; exit 1; }
    program=$folder/certificate-$library
    objcopy --remove-section=.gnu_debuglink "$program"
    # The output must be a certificate and its key: other tools read it.
    if [ "$library" != Nothing ]; then
        "$program" | openssl x509 -noout -checkhost example.com | grep -q 'does match'
        "$program" | openssl pkey -noout -check > /dev/null
    fi
    count=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" 2>&1 > /dev/null | sed -n 's/.*Collected : //p')
    echo "$library: $(stat -c %s "$program") bytes, $count instructions"
done
