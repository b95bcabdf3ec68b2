#!/usr/bin/env python3
"""Counts the instructions of whole runs with callgrind and fails when one is above its budget.

usage: instructions.py BINARY

Unlike time, the count does not depend on the machine's load and repeats to a part in a thousand. Budgets are in instructions.txt: millions,
a name, the stream, and the arguments. An argument NAME=VALUE is an environment variable. Streams of the corpus are left out if the corpus
is not next to the repository.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

import streams

BUDGETS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "instructions.txt")


def count(binary, stream, words):
    """The instructions of one run."""
    variables = dict(word.split("=", 1) for word in words if re.match(r"[A-Z_]+=", word))
    arguments = [word for word in words if word.split("=", 1)[0] not in variables]
    with open(stream, "rb") as source, tempfile.NamedTemporaryFile() as profile:
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile.name}", binary, *arguments]
        run = subprocess.run(command, stdin=source, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, **variables},
            check=False)
    collected = re.search(rb"Collected : (\d+)", run.stderr)
    if run.returncode != 0 or collected is None:
        sys.exit(f"{' '.join(command)} failed:\n{run.stderr.decode()}")
    return int(collected.group(1))


def budgets():
    with open(BUDGETS, encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                millions, name, stream, *words = line.split()
                yield float(millions), name, stream, words


def main():
    with tempfile.TemporaryDirectory() as folder:
        # valgrind cannot read the link to debug information that the compiler leaves behind.
        binary = os.path.join(folder, "program")
        subprocess.run(["objcopy", "--remove-section=.gnu_debuglink", sys.argv[1], binary], check=True)
        above = 0
        for budget, name, stream, words in budgets():
            path = os.path.join(streams.ROOT, stream) if stream.startswith("examples/") else streams.corpus(stream)
            if path is None:
                print(f"{name:24} left out: no {stream}")
                continue
            millions = count(binary, path, words) / 1e6
            above += millions > budget
            print(f"{name:24} {millions:8.2f} million instructions, budget {budget:6.1f}{'   ABOVE' if millions > budget else ''}",
                flush=True)
    return 1 if above else 0


if __name__ == "__main__":
    if len(sys.argv) != 2 or shutil.which("valgrind") is None:
        sys.exit(__doc__ if len(sys.argv) != 2 else "valgrind is missing")
    sys.exit(main())
