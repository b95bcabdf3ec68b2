#!/usr/bin/env python3
"""Prints the size and the start-up of packaged programs as rows of the table in docs/install.md.

usage: startup.py PACKAGE...

A package is an executable, an archive of a release (.tar.gz), or a package of the .NET tool (.nupkg) for one platform or for any.
"""
import os
import shutil
import statistics
import sys
import tarfile
import tempfile
import zipfile

import process
import streams

NAME = "kyma-istio-transform"
RUNS = 10


def unpack(package, folder):
    """The command of the packaged program, and the bytes that it occupies."""
    if package.endswith(".tar.gz"):
        with tarfile.open(package) as archive:
            archive.extractall(folder)
    elif package.endswith(".nupkg"):
        with zipfile.ZipFile(package) as archive:
            archive.extractall(folder, [n for n in archive.namelist() if n.startswith("tools/")])
    else:
        shutil.copy(package, os.path.join(folder, NAME))
    files = [os.path.join(path, file) for path, _, names in os.walk(folder) for file in names]
    managed = [f for f in files if f.endswith(f"/{NAME}.dll")]
    native = [f for f in files if f.endswith(f"/{NAME}")]
    if not managed + native:
        sys.exit(f"{package}: has no program (the package without a platform only names the others)")
    if not managed:
        os.chmod(native[0], 0o755)
        return native, os.path.getsize(native[0])
    return ["dotnet", "exec", *managed], sum(os.path.getsize(f) for f in files)


def milliseconds(command):
    program = process.Program(command)
    return f"{1000 * statistics.mean(process.times(program)[1] for _ in range(RUNS)):.0f} ms"


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    istio = streams.corpus("modern/1.30.3-default.yaml")
    print("| package | size | on disk | start (`version`) | example, no certificate | Istio 1.30 | peak memory, Istio 1.30 |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for package in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as folder:
            command, size = unpack(package, folder)
            runs = [[*command, "version"], [*command, "--skip", "ingress-certificates", streams.EXAMPLE]]
            runs += [[*command, "--skip", "ingress-certificates", istio]] if istio else []
            memory = process.peak_memory(process.Program(runs[-1]))
            cells = [f"{os.path.getsize(package) / 1e6:.1f} MB", f"{size / 1e6:.1f} MB", *map(milliseconds, runs), *[""] * (3 - len(runs)),
                     f"{memory * 1.048576:.0f} MB" if memory and istio else ""]
            print(f"| {os.path.basename(package)} | {' | '.join(cells)} |")


main()
