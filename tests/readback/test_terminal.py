"""What only a terminal gets: a progress bar on long work, a pager for long tables. In a pipe nothing of it is seen.

Usage: GIAOBAN=path/to/giaoban python3 tests/readback/test_terminal.py
"""

import fcntl
import os
import pathlib
import pty
import re
import select
import struct
import subprocess
import tempfile
import termios

HERE = pathlib.Path(__file__).resolve().parent
GIAOBAN = os.environ.get("GIAOBAN") or str(HERE.parent.parent / "target" / "release" / "giaoban")
WORK = pathlib.Path(tempfile.mkdtemp(prefix="giaoban-terminal-"))
ROWS = 24


def terminal(*args, streams=("stdin", "stdout", "stderr"), **variables):
    """Runs on a terminal of 24 lines; gives what came out of it, what came out of the other streams, and the exit code."""
    main, side = pty.openpty()
    fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, 100, 0, 0))
    environment = {k: v for k, v in os.environ.items() if k not in ("PAGER", "LESS", "NO_COLOR") and not k.startswith("GIAOBAN_")}
    environment |= {"TERM": "xterm", "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": str(WORK / "none"), **variables}
    pipes = {name: side if name in streams else subprocess.PIPE for name in ("stdin", "stdout", "stderr")}
    child = subprocess.Popen([GIAOBAN, *args], cwd=WORK, env=environment, start_new_session=True, **pipes)
    os.close(side)
    seen = b""
    other = {stream: b"" for stream in ("stdout", "stderr") if stream not in streams}
    while True:
        ready, _, _ = select.select([main], [], [], 300)
        assert ready, "the program waits for ever"
        try:
            chunk = os.read(main, 1 << 16)
        except OSError:
            break
        if not chunk:
            break
        seen += chunk
    for stream in other:
        other[stream] = getattr(child, stream).read()
    code = child.wait(300)
    os.close(main)
    return seen.decode().replace("\r\n", "\n"), {k: v.decode() for k, v in other.items()}, code


def pager():
    mark = WORK / "paged"
    command = f"tee {mark}"
    table = ["-q", "--builtin", "stats", "--by", "province"]
    seen, _, code = terminal(*table, PAGER=command)
    assert code == 0 and mark.read_text() in seen, seen
    assert len(mark.read_text().splitlines()) > ROWS, "the table is longer than the screen"
    for args, variables in [
        (["--no-pager", *table], {"PAGER": command}),
        (table, {"PAGER": "cat"}),
        (table, {"PAGER": ""}),
        (table, {"PAGER": "no-such-program"}),
        (table, {"PAGER": command, "TERM": "dumb"}),
        (["-q", "--builtin", "stats", "--by", "macro_region"], {"PAGER": command}),
        ([*table, "--format", "csv"], {"PAGER": command}),
    ]:
        mark.unlink(missing_ok=True)
        seen, _, code = terminal(*args, **variables)
        assert code == 0 and not mark.exists() and len(seen) > 200, (args, variables, seen)
    seen, other, code = terminal(*table, streams=("stdin", "stderr"), PAGER=command)
    assert code == 0 and not mark.exists() and "\x1b" not in other["stdout"] and other["stdout"].count("\n") > ROWS
    # A reader who leaves early is no failure; a pager that fails does not hide the table.
    assert terminal(*table, PAGER="head -1")[2] == 0
    seen, _, code = terminal(*table, PAGER="sh -c 'exit 127'")
    assert code == 0 and seen.count("\n") > ROWS, seen


def bar():
    text = "Ngày 28/6/2021, Tỉnh ủy Hà Giang tổ chức hội nghị giao ban; đã giảm 61 biên chế, đạt 5,3%. " * 40
    with open(WORK / "news.jsonl", "w", encoding="utf-8") as out:
        # The bar shows after some patience: the work must outlast it on a fast machine too.
        for n in range(8000):
            out.write('{"id":"%d","text":"%d. %s"}\n' % (n, n, text))
    extract = ["extract", "news.jsonl", "-o", "/dev/null", "--format", "jsonl"]
    seen, _, code = terminal(*extract, "--lang", "vi")
    assert code == 0 and re.search(r"\d+% · [\d.]+ bài · [\d.]+ bài/giây · còn \d+:\d\d", seen), seen[-500:]
    assert "giaoban: 8.000 bài: " in seen, seen[-500:]
    assert "%" not in terminal(*extract, "-q")[0]
    seen, other, _ = terminal(*extract, streams=("stdin", "stdout"))
    assert seen == "" and other["stderr"].startswith("giaoban: articles: 8,000") and other["stderr"].count("\n") == 1, other


def binary():
    seen, _, code = terminal("-q", "--builtin", "export", "meetings", "--format", "parquet")
    assert code == 2 and "-o FILE" in seen and "PAR1" not in seen, seen
    ran = subprocess.run([GIAOBAN, "-q", "--builtin", "export", "meetings", "--format", "parquet"], capture_output=True, cwd=WORK)
    assert ran.returncode == 0 and ran.stdout.startswith(b"PAR1")


if __name__ == "__main__":
    for test in (pager, bar, binary):
        test()
        print(f"{test.__name__}: ok")
