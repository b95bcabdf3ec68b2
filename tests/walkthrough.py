#!/usr/bin/env python3
"""Carries out docs/first-contribution.md in a copy of the repository and checks the results.

Usage: tests/walkthrough.py. A comment before a code block of the document says how the block is used:
file: PATH writes it, before: or after: PATH: TEXT inserts it beside the line with this text, expect: PATH looks for it in a file.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"<!-- (file|before|after|expect): (\S+?)(?:: (.*?))? -->\n```\w+\n(.*?)```\n", re.DOTALL)


def insert(path, mark, text, is_before):
    lines = path.read_text().splitlines(keepends=True)
    at = [i for i, line in enumerate(lines) if line.strip() == mark]
    if len(at) != 1:
        sys.exit(f"{path}: the line {mark!r} occurs {len(at)} times")
    lines.insert(at[0] if is_before else at[0] + 1, text)
    path.write_text("".join(lines))


def run(command, folder, **environment):
    # With CI set, tests do not rewrite golden files. The copy needs them rewritten.
    variables = {name: value for name, value in os.environ.items() if name != "CI"} | environment
    result = subprocess.run(command, cwd=folder, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if result.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{result.stdout[-4000:]}")


def main():
    start = time.monotonic()
    blocks = BLOCK.findall((ROOT / "docs/first-contribution.md").read_text())
    if len(blocks) < 8:
        sys.exit("docs/first-contribution.md: its steps are not recognised")
    with tempfile.TemporaryDirectory() as temporary:
        copy = pathlib.Path(temporary) / "repository"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns("bin", "obj", "artifacts", ".git"))
        for action, name, mark, text in blocks:
            path = copy / name
            if action == "file":
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text.rstrip("\n") + "\n")
            elif action in ("before", "after"):
                insert(path, mark, text, action == "before")
        tests = ["dotnet", "test", "tests/Transformer.Tests", "--nologo", "--filter",
                 "FullyQualifiedName~GeneratedFiles|FullyQualifiedName~Snapshots|FullyQualifiedName~CommandTests"]
        run(tests, copy, UPDATE_SNAPSHOTS="1")
        run([*tests, "--no-build"], copy)
        for action, name, _, text in blocks:
            if action == "expect" and text not in (copy / name).read_text():
                sys.exit(f"{name} does not have the content that docs/first-contribution.md promises:\n{(copy / name).read_text()}")
    print(f"the steps of docs/first-contribution.md work ({time.monotonic() - start:.0f} s)")


main()
