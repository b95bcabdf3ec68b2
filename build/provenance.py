#!/usr/bin/env python3
"""Writes where the files of a release come from, as an in-toto statement with SLSA provenance v1, to standard output. It is not signed.
The release workflow creates and signs another statement.

usage: provenance.py FOLDER VERSION COMMIT

The variables REPOSITORY, BUILDER and INVOCATION name the repository, the builder and the run (URIs). Without them the
statement describes a build by hand.
"""
import base64
import hashlib
import json
import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LOCK = ROOT / "src" / "Transformer" / "packages.lock.json"
HOME = "https://github.com/kyma-project/kyma-istio-transform"


def subjects(folder):
    for file in sorted(folder.iterdir()):
        yield {"name": file.name, "digest": {"sha256": hashlib.sha256(file.read_bytes()).hexdigest()}}


def packages():
    """The packages of the lock file, each with the SHA-512 that NuGet checks."""
    found = {}
    for framework in json.loads(LOCK.read_text(encoding="utf-8"))["dependencies"].values():
        for name, package in framework.items():
            found[f"pkg:nuget/{name}@{package['resolved']}"] = base64.b64decode(package["contentHash"]).hex()
    return [{"uri": uri, "digest": {"sha512": digest}} for uri, digest in sorted(found.items())]


def main(folder, version, commit):
    repository = os.environ.get("REPOSITORY") or HOME
    sdk = json.loads((ROOT / "global.json").read_text(encoding="utf-8"))["sdk"]["version"]
    statement = {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": list(subjects(pathlib.Path(folder))),
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": f"{HOME}/blob/main/build/release.sh",
                "externalParameters": {"repository": repository, "commit": commit, "version": version},
                "internalParameters": {"sdk": sdk},
                "resolvedDependencies": [{"uri": f"git+{repository}@{commit}", "digest": {"gitCommit": commit}}, *packages()],
            },
            "runDetails": {
                "builder": {"id": os.environ.get("BUILDER") or f"{HOME}/blob/main/build/release.sh#by-hand"},
                "metadata": {"invocationId": os.environ["INVOCATION"]} if os.environ.get("INVOCATION") else {},
            },
        },
    }
    json.dump(statement, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(f"usage: {sys.argv[0]} FOLDER VERSION COMMIT")
    main(*sys.argv[1:])
