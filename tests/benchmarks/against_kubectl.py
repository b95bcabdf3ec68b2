#!/usr/bin/env python3
"""Times the whole job as a process against kubectl kustomize with JSON patches for the same edits on the same file.

usage: against_kubectl.py BINARY [STREAM] [--runs N]

The peer makes the flag edits of the patch zipkin and the removals of the patch addons; it cannot edit the text inside of ConfigMaps, so
BINARY does more. Both run in turn, A B A B ..., and the medians and their ratios are printed: time (wall and CPU) and peak memory.
"""
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CANDIDATES = ["../shared/corpus/kyma/0.5.0-kyma-cluster.yaml", "examples/istio-1.0.yaml"]


def measure(command, stdin):
    """Wall seconds, CPU seconds and peak MiB of one run; the output is thrown away."""
    with open(stdin, "rb") as source, open(os.devnull, "wb") as sink:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=source, stdout=sink, stderr=sink)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    if status != 0:
        sys.exit(f"{command[0]} failed: run it by hand: {' '.join(command)} < {stdin}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def kustomization(binary, stream, folder):
    """Writes a kustomization that makes the reported flag edits and removals as JSON patches."""
    report = os.path.join(folder, "report.json")
    subprocess.run(
        [binary, stream, "--only", "zipkin,addons", "--report", report, "--report-format", "json"],
        check=True, stdout=subprocess.DEVNULL)
    patches = []
    for change in json.load(open(report))["changes"]:
        resource = change["resource"]
        target = {key: resource[key] for key in ("kind", "name", "namespace") if key in resource}
        if change["outcome"] == "removed":
            body = {"apiVersion": resource["apiVersion"], "kind": resource["kind"], "metadata": {"name": resource["name"]}, "$patch": "delete"}
            patches.append({"target": target, "patch": json.dumps(body)})
            continue
        operations = [
            {"op": "replace", "path": "/" + re.sub(r"[.\[]", "/", field["path"].replace("]", "")), "value": field["new"]}
            for field in change["fields"] if " > " not in field["path"] and "old" in field]
        if operations:
            patches.append({"target": target, "patch": json.dumps(operations)})
    with open(os.path.join(folder, "kustomization.yaml"), "w") as file:
        json.dump({"resources": ["stream.yaml"], "patches": patches}, file)
    # kustomize refuses what kubectl would: keys that stand twice. The peer gets the same objects without them.
    text = open(stream).read()
    seen_port_name = re.sub(r"(\n    name: http-kiali\n)    name: http-kiali\n", r"\1", text)
    with open(os.path.join(folder, "stream.yaml"), "w") as file:
        file.write(seen_port_name)
    return len(patches)


def main():
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    runs = int(sys.argv[sys.argv.index("--runs") + 1]) if "--runs" in sys.argv else 15
    if "--runs" in sys.argv:
        arguments.remove(str(runs))
    binary = os.path.abspath(arguments[0])
    stream = arguments[1] if len(arguments) > 1 else next(p for p in (os.path.join(ROOT, c) for c in CANDIDATES) if os.path.exists(p))
    with tempfile.TemporaryDirectory() as folder:
        count = kustomization(binary, stream, folder)
        ours, theirs = [binary], ["kubectl", "kustomize", folder]
        measure(ours, stream), measure(theirs, stream)
        pairs = [(measure(ours, stream), measure(theirs, stream)) for _ in range(runs)]
    print(f"{os.path.relpath(stream, ROOT)}: {os.path.getsize(stream)} bytes, {count} patches for the peer, {runs} runs of each in turn, medians")
    for i, (name, unit) in enumerate([("wall", "ms"), ("CPU", "ms"), ("peak memory", "MiB")]):
        scale = 1000 if unit == "ms" else 1
        a, b = (statistics.median(pair[side][i] for pair in pairs) * scale for side in (0, 1))
        print(f"  {name:12} kyma-istio-transform {a:8.1f} {unit}   kubectl kustomize {b:8.1f} {unit}   ratio {b / a:6.1f}")


if __name__ == "__main__":
    main()
