#!/usr/bin/env python3
"""Times the whole program against kubectl kustomize and cat on the same streams, and prints a table of ratios.

usage: bench.py BINARY [--runs N] [--slow]

All programs of a row run in turn, and the table has medians. "same edits" compares the patches zipkin and addons, selected by environment
variables, with JSON patches that make the same edits. "filter" is the program in a pipe, with all patches and a new certificate. --slow
also runs kustomize on a hundred copies, which takes a quarter of an hour. Other programs on the machine change all numbers.
"""
import argparse
import os
import sys
import tempfile

import kustomize
import streams
from process import Program, in_turn, peak_memory, times

SAME_EDITS = {"KYMA_ISTIO_TRANSFORM_ONLY": "zipkin,addons"}


def sizes(folder):
    """Name and path of each stream, and whether kustomize runs on it: with patches, without patches, or not at all."""
    base = streams.istio_1_0()
    modern = streams.corpus("modern/1.30.3-default.yaml")
    yield "Istio 1.0.2" if base != streams.EXAMPLE else "bundled example", base, "patched"
    yield "10 copies", streams.write(folder, "10.yaml", streams.copies(base, 10)), "patched"
    if modern:
        yield "Istio 1.30", modern, "patched"
    else:
        print("no corpus next to the repository (SHARED_DIR): Istio 1.30 is omitted, and the example replaces 1.0.2", file=sys.stderr)
    yield "100 copies", streams.write(folder, "100.yaml", streams.copies(base, 100)), "unpatched"


def row(binary, name, stream, peer, runs, slow):
    size = os.path.getsize(stream)
    ours = {"filter": Program([binary], stream), "same edits": Program([binary], stream, SAME_EDITS)}
    measured = in_turn({**ours, "cat": Program(["cat"], stream)}, runs)
    against_cat = measured["same edits"][0] / measured["cat"][0]
    memory = [peak_memory(ours[kind]) for kind in ("same edits", "filter")]
    cells = [f"{size / 1e6:.2f} MB", f"{against_cat:.1f}", "-" if None in memory else " / ".join(f"{peak:.0f} MiB" for peak in memory)]
    if kustomize.kubectl() is None or (peer == "unpatched" and not slow):
        return [name, *cells, "-", "-", "-"]
    with tempfile.TemporaryDirectory() as folder:
        kustomize.kustomization(binary, stream, folder, peer == "patched")
        program = Program([kustomize.kubectl(), "kustomize", folder])
        if peer == "unpatched":
            wall, cpu = times(program)
        else:
            both = in_turn({"peer": program, **ours}, max(3, runs // 5))
            (wall, cpu), measured = both["peer"], both
    ratios = [f"{wall / measured[kind][0]:,.0f}" for kind in ("same edits", "filter")]
    return [name, *cells, ratios[0], f"{cpu / measured['same edits'][1]:,.0f}", ratios[1]]


def throughput(binary, folder, runs):
    """The 100 MB stream in MB/s, and its peak memory."""
    base = streams.istio_1_0()
    stream = streams.write(folder, "large.yaml", streams.copies(base, 100_000_000 // os.path.getsize(base)))
    program = Program([binary], stream, SAME_EDITS)
    size = os.path.getsize(stream)
    wall = in_turn({"large": program}, max(3, runs // 5))["large"][0]
    memory = peak_memory(program)
    peak = "" if memory is None else f", peak memory {memory * 1048576 / size:.2f} x the input"
    print(f"\n{size / 1e6:.0f} MB at {size / 1e6 / wall:.0f} MB/s{peak}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--runs", type=int, default=25)
    parser.add_argument("--slow", action="store_true")
    options = parser.parse_args()
    binary = os.path.abspath(options.binary)
    titles = ["stream", "size", "wall / cat", "peak memory: same edits / filter", "kustomize / same edits: wall", "CPU",
        "kustomize / filter: wall"]
    print("| " + " | ".join(titles) + " |\n|" + "---|" * len(titles))
    with tempfile.TemporaryDirectory() as folder:
        for name, stream, peer in sizes(folder):
            print("| " + " | ".join(row(binary, name, stream, peer, options.runs, options.slow)) + " |", flush=True)
        throughput(binary, folder, options.runs)


if __name__ == "__main__":
    main()
