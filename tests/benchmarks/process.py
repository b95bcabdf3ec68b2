"""Measures whole processes: wall and CPU time, peak memory."""
import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass


@dataclass
class Program:
    """A program to run: the words of its command, its standard input, and additional environment variables."""
    command: list
    stdin: str = os.devnull
    environment: dict = None

    def start(self, command, output):
        with open(self.stdin, "rb") as source:
            return subprocess.Popen(command, stdin=source, stdout=output, stderr=subprocess.DEVNULL,
                env={**os.environ, **(self.environment or {})})


def times(program):
    """Wall and CPU seconds of one run; its output is discarded."""
    start = time.perf_counter()
    process = program.start(program.command, subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = status
    if status != 0:
        sys.exit(f"{program.command[0]} failed; run it by hand: {' '.join(program.command)} < {program.stdin}")
    return wall, usage.ru_utime + usage.ru_stime


def in_turn(programs, runs):
    """Medians of wall and CPU seconds by name. All programs run in turn, so that load of the machine affects all equally."""
    for program in programs.values():
        times(program)
    samples = {name: [] for name in programs}
    for _ in range(runs):
        for name, program in programs.items():
            samples[name].append(times(program))
    return {name: tuple(statistics.median(column) for column in zip(*measured)) for name, measured in samples.items()}


def peak_memory(program):
    """Peak resident MiB, or None without GNU time: a child of this script would show the script's own memory."""
    gnu_time = shutil.which("time")
    if gnu_time is None:
        return None
    process = subprocess.Popen(
        [gnu_time, "-f", "%M", *program.command], stdin=open(program.stdin, "rb"), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        env={**os.environ, **(program.environment or {})}, text=True)
    return int(process.communicate()[1].split("\n")[-2]) / 1024
