#!/usr/bin/env python3
"""Shows that cost is linear in bytes and in documents: times growing streams and draws them.

usage: linearity.py BINARY FIGURE.svg [--runs N] [--large]

Measures the CPU time of the whole process, takes the minimum of N runs, and fits a line by least squares. Prints the points and their
distance from the line. With --large, prints time and peak memory per byte for streams of up to 490 MB instead, and draws nothing.
"""
import argparse
import os
import tempfile

import streams
from process import Program, peak_memory, times

WIDTH, HEIGHT, MARGIN = 340, 220, 46


def series(binary, folder, contents, runs):
    """Points (x, milliseconds) of streams given as (x, bytes)."""
    for x, content in contents:
        stream = streams.write(folder, "stream.yaml", content)
        program = Program([binary], stream, {"KYMA_ISTIO_TRANSFORM_ONLY": "zipkin,addons"})
        yield x, min(times(program)[1] for _ in range(runs)) * 1000


def fit(points, weights=None):
    """Slope and intercept of the least-squares line."""
    weights = weights or [1] * len(points)
    n = sum(weights)
    mean_x = sum(w * x for w, (x, _) in zip(weights, points)) / n
    mean_y = sum(w * y for w, (_, y) in zip(weights, points)) / n
    slope = sum(w * (x - mean_x) * (y - mean_y) for w, (x, y) in zip(weights, points))
    slope /= sum(w * (x - mean_x) ** 2 for w, (x, _) in zip(weights, points))
    return slope, mean_y - slope * mean_x


def panel(left, points, label):
    """One diagram as SVG elements."""
    slope, intercept = fit(points)
    most_x, most_y = max(x for x, _ in points), max(y for _, y in points)

    def place(x, y):
        return left + MARGIN + x / most_x * (WIDTH - 2 * MARGIN), HEIGHT - MARGIN - y / most_y * (HEIGHT - 2 * MARGIN)

    (x0, y0), (x1, y1) = place(0, max(intercept, 0)), place(most_x, intercept + slope * most_x)
    bottom, right = place(0, 0), place(most_x, 0)
    yield f'<path d="M{bottom[0]:.0f} {MARGIN} V{bottom[1]:.0f} H{right[0]:.0f}" fill="none" stroke="#888"/>'
    yield f'<path d="M{x0:.1f} {y0:.1f} L{x1:.1f} {y1:.1f}" stroke="#36c" fill="none"/>'
    yield from (f'<circle cx="{place(x, y)[0]:.1f}" cy="{place(x, y)[1]:.1f}" r="3" fill="#c33"/>' for x, y in points)
    yield f'<text x="{left + MARGIN - 4}" y="{MARGIN + 4}" text-anchor="end">{most_y:.0f} ms</text>'
    yield f'<text x="{right[0]:.0f}" y="{bottom[1] + 16:.0f}" text-anchor="end">{most_x:g} {label}</text>'


def large(binary, base, folder):
    """
    Prints the cost of each byte of streams that grow from one megabyte to hundreds, and the distance from the line with the smallest
    relative distances.
    """
    points, peaks = [], []
    for count in (10, 20, 50, 100, 200, 415, 830, 1660, 2490, 3320, 4150):
        stream = streams.write(folder, "stream.yaml", streams.copies(base, count))
        size = os.path.getsize(stream)
        program = Program([binary], stream, {"KYMA_ISTIO_TRANSFORM_ONLY": "zipkin,addons"})
        points.append((size / 1e6, min(times(program)[1] for _ in range(25 if size < 20e6 else 7)) * 1000))
        peaks.append(peak_memory(program))
    slope, intercept = fit(points, [1 / y**2 for _, y in points])
    for (x, y), peak in zip(points, peaks):
        distance = y / (intercept + slope * x) * 100 - 100
        memory = "" if peak is None else f", peak memory {peak * 1.048576 / x:5.2f} times the input"
        print(f"{x:8.2f} MB {y:8.1f} ms {y / x:6.2f} ns per byte, {distance:+.0f} % from the line{memory}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("figure")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--large", action="store_true")
    options = parser.parse_args()
    binary, base = os.path.abspath(options.binary), streams.istio_1_0()
    drawn = []
    with tempfile.TemporaryDirectory() as folder:
        if options.large:
            large(binary, base, folder)
            return
        copies = ((len(content) / 1e6, content) for content in (streams.copies(base, count) for count in (1, 10, 20, 40, 60, 80, 100)))
        documents = ((count / 1000, streams.small_documents(count)) for count in (1000, 10_000, 20_000, 40_000, 60_000, 80_000, 100_000))
        for place, (label, contents) in enumerate([("MB", copies), ("thousand documents", documents)]):
            points = list(series(binary, folder, contents, options.runs))
            slope, intercept = fit(points)
            for x, y in points:
                print(f"{x:8.2f} {label:20} {y:8.1f} ms, {y / (intercept + slope * x) * 100 - 100:+.0f} % from the line")
            drawn += panel(place * WIDTH, points, label)
    with open(options.figure, "w", encoding="utf-8") as file:
        file.write(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * WIDTH} {HEIGHT}" font-family="sans-serif" font-size="11">\n')
        file.write('<rect width="100%" height="100%" fill="white"/>\n' + "\n".join(drawn) + "\n</svg>\n")


if __name__ == "__main__":
    main()
