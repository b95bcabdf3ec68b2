#!/usr/bin/env python3
"""Writes the bill of materials of the native executable to standard output, as CycloneDX 1.6 (JSON).

The parts are those of the lock file: packages that are compiled in, .NET itself, and build tools. The same executable and lock file give
the same bytes. The output has a time only if SOURCE_DATE_EPOCH is set.
"""
import datetime
import hashlib
import json
import os
import pathlib
import sys
import uuid
import xml.etree.ElementTree as xml

ROOT = pathlib.Path(__file__).resolve().parent.parent
LOCK = ROOT / "src" / "Transformer" / "packages.lock.json"
BUILD_ONLY = ("Microsoft.NET.ILLink.Tasks", "Microsoft.DotNet.ILCompiler")
RUNTIME = "Microsoft.NETCore.App.Runtime.NativeAOT"


def nuspec(name, version):
    """Licence and author of a package, from the local package folder; nothing where it has not been restored."""
    folder = pathlib.Path(os.environ.get("NUGET_PACKAGES", pathlib.Path.home() / ".nuget" / "packages"))
    file = folder / name.lower() / version / f"{name.lower()}.nuspec"
    if not file.exists():
        return {}
    fields = {element.tag.split("}")[-1]: element for element in xml.parse(file).iter()}
    found = {}
    licence = fields.get("license")
    if licence is not None and licence.get("type") == "expression":
        found["licenses"] = [{"expression": licence.text}]
    elif licence is not None:
        found["licenses"] = [{"license": {"name": f"the file {licence.text} of the package"}}]
    if "authors" in fields:
        found["authors"] = [{"name": fields["authors"].text}]
    return found


def package(name, version, content_hash=None, scope="required"):
    purl = f"pkg:nuget/{name}@{version}"
    component = {"type": "library", "bom-ref": purl, "name": name, "version": version, "scope": scope, "purl": purl}
    component.update(nuspec(name, version))
    if content_hash:
        component["properties"] = [{"name": "nuget:contentHash", "value": content_hash}]
    return component


def main(executable, rid):
    locked = json.loads(LOCK.read_text())["dependencies"]
    packages = {**locked["net10.0"], **locked.get(f"net10.0/{rid}", {})}
    is_build = lambda name: name in BUILD_ONLY or name.startswith("runtime.")
    scope = lambda name: "excluded" if is_build(name) else "required"
    components = [package(name, p["resolved"], p["contentHash"], scope(name)) for name, p in sorted(packages.items())]
    components.append(package(f"{RUNTIME}.{rid}", packages["Microsoft.DotNet.ILCompiler"]["resolved"]))
    components.append({"type": "library", "bom-ref": "openssl", "name": "OpenSSL", "scope": "optional",
                       "description": "Of the machine, 1.1 or 3; loaded only by a run that makes or checks a certificate"})

    content = pathlib.Path(executable).read_bytes()
    version = xml.parse(ROOT / "Directory.Build.props").find(".//Version").text
    product = {"type": "application", "bom-ref": "kyma-istio-transform", "name": "kyma-istio-transform", "version": version,
               "licenses": [{"expression": "Apache-2.0"}], "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(content).hexdigest()}]}
    bom = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"lifecycles": [{"phase": "build"}], "component": product},
        "components": components,
        "dependencies": [{"ref": "kyma-istio-transform", "dependsOn": [c["bom-ref"] for c in components if c["scope"] != "excluded"]}]
        + [{"ref": c["bom-ref"]} for c in components],
    }
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        bom["metadata"]["timestamp"] = datetime.datetime.fromtimestamp(int(epoch), datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    bom["serialNumber"] = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(bom, sort_keys=True)).urn
    json.dump(bom, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(f"usage: {sys.argv[0]} EXECUTABLE RID")
    main(*sys.argv[1:])
