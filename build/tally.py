#!/usr/bin/env python3
"""Adds up test results, prints every skipped test with its reason, and ends with the line `N passed, N failed, N skipped`.

usage: tally.py FOLDER ALLOWED [FAILED_STEP]...

FOLDER holds results of `dotnet test --logger trx` (*.trx) and of `go test -json` (*.json). ALLOWED is a file with the tests that may be
skipped, one on each line: a name, `: `, and the start of the reason, both with `*` as wildcard. The exit code is 1 if a test failed, if a
test that ALLOWED does not list was skipped, if no test passed, or if a FAILED_STEP is named. A failed step counts as one failed test,
unless the file of its name has failed tests.
"""
import fnmatch
import json
import pathlib
import sys
import xml.etree.ElementTree as xml


def dotnet(file):
    """Yields (name, outcome, message) for each result of a TRX file."""
    for result in xml.parse(file).findall(".//{*}UnitTestResult"):
        message = result.find(".//{*}ErrorInfo/{*}Message")
        output = result.find(".//{*}StdOut")
        text = next((e.text for e in (message, output) if e is not None and e.text), "")
        yield result.get("testName"), {"Passed": "passed", "NotExecuted": "skipped"}.get(result.get("outcome"), "failed"), text.strip()


def go(file):
    """Yields (name, outcome, message) for each test in the event stream of `go test -json`, and for a package that fails without a test."""
    output, failed = {}, set()
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line.startswith("{"):
            continue
        event = json.loads(line)
        package, test, action = event.get("Package", file.stem), event.get("Test"), event["Action"]
        if action == "output" and test:
            output.setdefault((package, test), []).append(event["Output"])
        elif action in ("pass", "fail", "skip") and test:
            failed |= {package} if action == "fail" else set()
            text = "".join(t for t in output.get((package, test), []) if not t.lstrip().startswith(("===", "---"))).strip()
            yield f"{package.split('/')[-1]}.{test}", {"pass": "passed", "fail": "failed", "skip": "skipped"}[action], text
        elif action == "fail" and package not in failed:
            yield package, "failed", "the package does not build or its tests ended early"


def main(folder, allowed, *steps):
    lines = [line for line in pathlib.Path(allowed).read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#")]
    rules = [line.split(": ", 1) for line in lines]
    readers = {".trx": dotnet, ".json": go}
    files = {f.stem: list(readers[f.suffix](f)) for f in sorted(pathlib.Path(folder).iterdir()) if f.suffix in readers}
    results = [result for file in files.values() for result in file]
    for step in steps:
        if not any(outcome == "failed" for _, outcome, _ in files.get(step, [])):
            results.append((f"step {step}", "failed", "the command failed; its output is above"))

    count = {"passed": 0, "failed": 0, "skipped": 0}
    unexpected = 0
    for name, outcome, message in results:
        count[outcome] += 1
        reason = " ".join(message.split())[:300]
        if outcome == "skipped":
            expected = any(fnmatch.fnmatchcase(name, pattern) and fnmatch.fnmatchcase(reason, start + "*") for pattern, start in rules)
            unexpected += not expected
            print(f"skipped{'' if expected else ', which is not allowed'}: {name}: {reason}")
        elif outcome == "failed":
            print(f"failed: {name}: {reason}")
    if unexpected:
        print(f"{unexpected} tests were skipped that {allowed} does not list")
    if count["passed"] == 0:
        print("no test passed")
    sys.stdout.flush()
    print(f"{count['passed']} passed, {count['failed']} failed, {count['skipped']} skipped")
    return 1 if count["failed"] or unexpected or not count["passed"] else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(f"usage: {sys.argv[0]} FOLDER ALLOWED [FAILED_STEP]...")
    sys.exit(main(*sys.argv[1:]))
