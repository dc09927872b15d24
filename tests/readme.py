#!/usr/bin/env python3
"""Runs the commands that the READMEs show and compares what they print with what the READMEs say.

Usage: tests/readme.py [--write]   (--write puts the output of today into the files)

In a README, each `console` block begins with a line `$ giaoban …`; the lines below it are its output. The commands run in one
folder that holds the sample articles as `samples/`, in the order of the file, each README in a folder of its own.
Lines that end in ` …` stand for anything that follows.
"""

import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

root = pathlib.Path(__file__).resolve().parent.parent
giaoban = os.environ.get("GIAOBAN") or str(root / "target" / "release" / "giaoban")
block = re.compile(r"(```console\n)(\$ [^\n]*\n)(.*?)(```)", re.DOTALL)


def run(command, folder, lang):
    words = shlex.split(command, comments=True)
    keep = None
    if "|" in words:
        bar = words.index("|")
        assert words[bar + 1 : bar + 2] == ["head"], f"{command}: only a pipe into head is known"
        keep = int(words[bar + 2].lstrip("-n"))
        words = words[:bar]
    assert words[0] == "giaoban", command
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": os.environ.get("HOME", ""), "LANG": lang, "COLUMNS": "140"}
    done = subprocess.run([giaoban, *words[1:]], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}: {done.stderr}"
    lines = (done.stderr + done.stdout).rstrip("\n").split("\n")
    if keep is not None and len(lines) > keep:
        lines = [*lines[:keep], "…"]
    return "\n".join(lines) + "\n"


def main():
    write, wrong = "--write" in sys.argv[1:], 0
    for name, lang in (("README.md", "en_US.UTF-8"), ("README.vi.md", "vi_VN.UTF-8")):
        path = root / name
        text = path.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(root / "data" / "samples", pathlib.Path(folder) / "samples")
            new = block.sub(lambda m: m[1] + m[2] + run(m[2][2:].strip(), folder, lang) + m[4], text)
        if new == text:
            continue
        if write:
            path.write_text(new, encoding="utf-8")
        else:
            wrong += 1
            old_blocks, new_blocks = block.findall(text), block.findall(new)
            for old, now in zip(old_blocks, new_blocks):
                if old != now:
                    print(f"{name}: {old[1].strip()} prints\n{now[2]}not\n{old[2]}", file=sys.stderr)
    if wrong:
        sys.exit("run tests/readme.py --write, read the difference, commit it")
    print("the commands of the READMEs print what they say")


if __name__ == "__main__":
    main()
