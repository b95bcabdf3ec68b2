#!/usr/bin/env bash
# Lists packages with a known vulnerability (fails if there is one) and deprecated packages (only prints them). A registry can be a mirror
# without this data, which reports nothing for every package. To detect this, the script also asks for a package that is known to be
# vulnerable.
# Usage: audit.sh    after a restore
set -euo pipefail
cd "$(dirname "$0")/.."

# Newtonsoft.Json before 13.0.1 has GHSA-5crp-9r3c-p9vr (denial of service by deep nesting).
probe_package=Newtonsoft.Json
probe_version=12.0.1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

report() {
    dotnet list "$1" package "$2" --include-transitive --format json
}

# packages < REPORT: one line for each package that a report names, with severity or reason.
packages() {
    python3 -c '
import json, sys
found = set()
for project in json.load(sys.stdin)["projects"]:
    for framework in project.get("frameworks", []):
        for package in framework.get("topLevelPackages", []) + framework.get("transitivePackages", []):
            why = [v["severity"] + " " + v["advisoryurl"] for v in package.get("vulnerabilities", [])]
            why += package.get("deprecationReasons", [])
            found.add(" ".join([package["id"], package["resolvedVersion"], *why]))
print("\n".join(sorted(found)))'
}

printf '<Project />' | tee "$folder/Directory.Build.props" > "$folder/Directory.Packages.props"
cat > "$folder/probe.csproj" << PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit></PropertyGroup>
  <ItemGroup><PackageReference Include="$probe_package" Version="$probe_version" /></ItemGroup>
</Project>
PROJECT
if ! dotnet restore "$folder" -v quiet --nologo > /dev/null 2>&1; then
    echo "warning: audit: the registry does not serve $probe_package $probe_version, so it is unknown whether it has vulnerability data"
elif [ -z "$(report "$folder/probe.csproj" --vulnerable | packages)" ]; then
    echo "warning: audit: the registry has no vulnerability data ($probe_package $probe_version is not reported): this audit proves nothing"
fi

deprecated=$(report Transformer.sln --deprecated | packages)
[ -z "$deprecated" ] || printf 'deprecated packages:\n%s\n' "$deprecated"
vulnerable=$(report Transformer.sln --vulnerable | packages)
if [ -n "$vulnerable" ]; then
    printf 'vulnerable packages:\n%s\n' "$vulnerable"
    exit 1
fi
echo "no vulnerable package is known to the registry"
