#!/usr/bin/env python3
"""Extracts text made to hurt, one article of 1, 2, 5 and 10 MB of each pattern, and prints time and memory.

    benches/hostile.py PROGRAM [--sizes 1,2,5,10] [--only WORD]

PROGRAM is `giaoban`, or the example `records`. Seconds are processor time, memory is the most that was resident; what grows with
the text doubles with it, what grows with its square shows.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

# What is repeated, and why it might hurt.
PATTERNS = {
    "1.1.1.1": "1.",
    "((((": "(",
    "số số số": "số ",
    "cắt giảm 1": "cắt giảm 1 ",
    "giảm 12 biên chế,": "giảm 12 biên chế, ",
    "từ 30 xuống còn 12 xã,": "từ 30 xuống còn 12 xã, ",
    "Nghị quyết số 1,": "Nghị quyết số 1, ",
    "Nghị quyết số 12-NQ/TW ngày 5/5/2021": "Nghị quyết số 12-NQ/TW ngày 5/5/2021, ",
    "hội nghị": "hội nghị ",
    "hội nghị giao ban ngày 1/1/2021,": "hội nghị giao ban ngày 1/1/2021, ",
    "Ngày 1/1/2021, tỉnh tổ chức hội nghị.": "Ngày 1/1/2021, tỉnh tổ chức hội nghị tổng kết. ",
    "ngày 1/1/": "ngày 1/1/",
    "1/1/1/1": "1/",
    "81/82 chi bộ,": "81/82 chi bộ đã tổ chức đại hội, ",
    "tỉnh Hà Nam,": "tỉnh Hà Nam, ",
    "no space at all": "ế",
}


def measured(command):
    """Seconds of processor time, megabytes, exit code, and what it said."""
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
        _, status, usage = os.wait4(child.pid, 0)
        said.seek(0)
        words = said.read().decode(errors="replace").strip()
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status), words


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("program")
    arguments.add_argument("--sizes", default="1,2,5,10")
    arguments.add_argument("--only", default="")
    options = arguments.parse_args()
    program = Path(options.program).resolve()
    sizes = [float(size) for size in options.sizes.split(",")]
    print(f"| repeated | {' | '.join(f'{size:g} MB' for size in sizes)} |")
    print(f"|---|{'---:|' * len(sizes)}")
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        for name, piece in PATTERNS.items():
            if options.only not in name:
                continue
            cells = []
            for size in sizes:
                path.write_text(piece * int(size * 1e6 / len(piece.encode())), encoding="utf-8")
                command = [program, path] if program.name.startswith("records") else [program, "-q", "extract", path, "-o", "-"]
                seconds, megabytes, code, said = measured(command)
                failed |= code != 0
                cells.append(f"{seconds:.2f} s, {megabytes:.0f} MB" if code == 0 else f"exit {code}: {said[:60]}")
            print(f"| `{name}` | {' | '.join(cells)} |", flush=True)
    sys.exit(failed)


main()
