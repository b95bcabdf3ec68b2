#!/usr/bin/env python3
"""Compares two builds of the program on growing copies of Istio 1.0.2: instructions, CPU time, time against cat, and peak memory.

usage: compare.py OLD NEW [--runs N] [--copies 1,10,100,830] [--no-instructions]

Both builds make the same edits (zipkin and addons). They run in turn, and the table has medians, so load of the machine affects both alike.
Instructions need valgrind and take minutes on the largest stream.
"""
import argparse
import os
import subprocess
import tempfile

import streams
from instructions import count
from process import Program, in_turn, peak_memory

SAME_EDITS = "KYMA_ISTIO_TRANSFORM_ONLY=zipkin,addons"


def row(builds, plain, stream, runs, with_instructions):
    size = os.path.getsize(stream)
    variables = dict([SAME_EDITS.split("=")])
    programs = {name: Program([path], stream, variables) for name, path in builds.items()}
    measured = in_turn({**programs, "cat": Program(["cat"], stream)}, max(3, runs if size < 20e6 else runs // 5))
    old, new, cat = measured["old"], measured["new"], measured["cat"]
    yield f"{size / 1e6:.2f} MB"
    if with_instructions:
        counts = [count(plain[name], stream, [SAME_EDITS]) / 1e6 for name in ("old", "new")]
        yield " / ".join(f"{c:,.1f}" for c in counts)
        yield f"{counts[1] * 1e6 / size:.1f}"
    yield f"{old[1] * 1000:.1f} / {new[1] * 1000:.1f} ms"
    yield f"{(1 - new[1] / old[1]) * 100:+.0f} %"
    yield f"{new[1] * 1e9 / size:.1f} ns"
    yield f"{old[0] / cat[0]:.1f} / {new[0] / cat[0]:.1f}"
    peaks = [peak_memory(programs[name]) for name in ("old", "new")]
    yield "-" if None in peaks else " / ".join(f"{peak:.0f}" for peak in peaks) + f" MiB ({peaks[1] * 1048576 / size:.2f} x)"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("--runs", type=int, default=25)
    parser.add_argument("--copies", default="1,10,100,830")
    parser.add_argument("--no-instructions", action="store_true")
    options = parser.parse_args()
    titles = ["size", "CPU: old / new", "CPU saved", "CPU per byte", "wall / cat: old / new", "peak memory: old / new"]
    if not options.no_instructions:
        titles[1:1] = ["million instructions: old / new", "instructions per byte"]
    print("| " + " | ".join(titles) + " |\n|" + "---|" * len(titles))
    builds = {"old": os.path.abspath(options.old), "new": os.path.abspath(options.new)}
    with tempfile.TemporaryDirectory() as folder:
        plain = {name: os.path.join(folder, name) for name in builds}
        for name, path in builds.items():
            subprocess.run(["objcopy", "--remove-section=.gnu_debuglink", path, plain[name]], check=True)
        for copies in map(int, options.copies.split(",")):
            stream = streams.write(folder, f"{copies}.yaml", streams.copies(streams.istio_1_0(), copies))
            print("| " + " | ".join(row(builds, plain, stream, options.runs, not options.no_instructions)) + " |", flush=True)


if __name__ == "__main__":
    main()
