"""spark/giaoban_job.py on a Spark cluster of two executors, each a process of its own, against the program run alone.

What is right is the dataset that `giaoban extract` writes from the same articles on one machine: every row of every table.
Usage: GIAOBAN=path/to/giaoban python tests/spark/test_job.py
"""

import gzip
import json
import os
import pathlib
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
GIAOBAN = os.environ.get("GIAOBAN") or str(ROOT / "target" / "release" / "giaoban")
WORK = pathlib.Path(tempfile.mkdtemp(prefix="giaoban-spark-"))
TABLES = ["articles", "meetings", "staffing", "progress", "documents", "quantities"]
# One file, one task.
FILES, ARTICLES = 8, 600

os.environ.update(SPARK_LOCAL_IP="127.0.0.1", PYSPARK_PYTHON=sys.executable)
sys.path[:0] = [str(ROOT / "spark")]

import pyarrow  # noqa: E402
import pyarrow.ipc  # noqa: E402
import pyarrow.parquet  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402

import articles as made  # noqa: E402
import giaoban_job as job  # noqa: E402

began = time.monotonic()


def say(text):
    print(f"{time.monotonic() - began:5.0f} s  {text}", flush=True)


def giaoban(*args, code=0, **options):
    environment = {**os.environ, "XDG_CONFIG_HOME": str(WORK / "none"), "LC_ALL": "C.UTF-8"}
    ran = subprocess.run([GIAOBAN, *map(str, args)], capture_output=True, env=environment, check=False, **options)
    assert ran.returncode == code, (args, ran.returncode, ran.stderr.decode())
    return ran.stdout.decode() if code == 0 else ran.stderr.decode()


def write_inputs(rows):
    """The same articles as Parquet for Spark and as JSONL for one machine."""
    (WORK / "parquet").mkdir()
    kinds = pyarrow.schema([(name, pyarrow.string()) for name in rows[0]])
    size = -(-len(rows) // FILES)
    for n in range(FILES):
        part = pyarrow.Table.from_pylist(rows[n * size : (n + 1) * size], schema=kinds)
        pyarrow.parquet.write_table(part, WORK / "parquet" / f"part-{n:02}.parquet")
    with open(WORK / "all.jsonl", "w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def input_ids(rows):
    """What the program names these inputs by; of several with the same words the job keeps the one with the least."""
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    command = [GIAOBAN, "-q", "extract", "--from", "jsonl", "--to", "arrow", "--table", "articles"]
    ran = subprocess.run(command, input=lines, capture_output=True, check=True)
    return pyarrow.ipc.open_stream(ran.stdout).read_all()["input_id"].to_pylist()


def with_versions(rows):
    """Some articles once more under another id and day: last the one that the job keeps, as one machine keeps the last."""
    originals = [row for row in rows if row["published"] and row["id"].startswith("tin-")][100:108]
    versions = [{**row, "id": f"{row['id']}-in lại", "published": "2021-12-31"} for row in originals]
    pairs = zip(originals, versions, input_ids(originals), input_ids(versions))
    kept = [(version, original) if one < other else (original, version) for original, version, one, other in pairs]
    assert len({kept_last is original for (_, kept_last), original in zip(kept, originals)}) == 2, "both ways are tested"
    return [*rows, *(row for pair in kept for row in pair)]


def plain(table):
    """Rows of a table in Python's types: the widths of numbers and texts are not the same everywhere."""
    return table.to_pylist()


def single(dataset, table):
    """The rows of a table of a dataset of one machine, as the job orders them: by month of publication, then by article."""
    target = WORK / "export.parquet"
    giaoban("--data", dataset, "export", table, "-o", target)
    return plain(pyarrow.parquet.read_table(target))


def months(dataset):
    published = {row["article_id"]: row["published"] or "" for row in single(dataset, "articles")}
    return {article: date[:7] if len(date) >= 7 else "unknown" for article, date in published.items()}


def written(folder, table):
    """The rows of a table as they lie in the files, one file after another."""
    files = sorted((WORK / folder / table).rglob("*.parquet"))
    read = [pyarrow.parquet.ParquetFile(file).read() for file in files]
    return [row for part in read for row in plain(part)]


def same_rows(folder, dataset):
    month = months(dataset)
    for table in TABLES:
        found = written(folder, table)
        expected = sorted(single(dataset, table), key=lambda row: (month[row["article_id"]], row["article_id"]))
        assert len(found) == len(expected), (folder, table, len(found), len(expected))
        for one, other in zip(found, expected):
            assert one == other, (folder, table, one, other)
        say(f"  {folder}/{table}: {len(found)} rows as on one machine")


def same_errors(folder, rows, names):
    found = {(row["id"], row["problem"]) for row in written(folder, "errors")}
    told = [json.loads(line) for line in (WORK / names).read_text(encoding="utf-8").splitlines()]
    assert found == {(rows[row["line"] - 1]["id"], row["problem"]) for row in told}, (found, told)
    assert len(found) == len(list(made.bad())), found
    assert all(row["message"].startswith(f"{row['id']}: ") for row in written(folder, "errors"))


def same_answers(folder, dataset):
    """Commands read the folder as it lies."""
    report = {}
    for data in (folder, dataset):
        giaoban("--data", WORK / data, "report", "-o", WORK / f"report-{data}")
        report[data] = (WORK / f"report-{data}" / "facts.md").read_bytes()
    assert report[folder] == report[dataset]
    meeting = written(folder, "meetings")[0]["record_id"]
    for command in [
        ["stats", "--by", "region"],
        ["stats", "meetings", "--by", "province,kind", "--explain"],
        ["stats", "staffing", "--by", "year,province", "--format", "csv"],
        ["stats", "progress", "--by", "province"],
        ["stats", "documents", "--by", "type", "--lang", "vi"],
        ["chart", "meetings", "--by", "province", "-o", "-", "--format", "svg"],
        ["check"],
        ["show", meeting],
    ]:
        answers = {giaoban(*command, "--data", WORK / data) for data in (folder, dataset)}
        assert len(answers) == 1, command


def program(name, script):
    """A program that wraps giaoban, shipped to the executors."""
    path = WORK / name
    path.write_text(f"#!/bin/sh\ngiaoban={GIAOBAN!r}\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def executors(spark):
    """Process ids of the executors of this session."""
    app, found = spark.sparkContext.applicationId, []
    for entry in pathlib.Path("/proc").iterdir():
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0") if entry.name.isdigit() else []
        except OSError:
            continue
        if app.encode() in words and any(word.endswith(b"CoarseGrainedExecutorBackend") for word in words):
            found.append(int(entry.name))
    return found


def kill_in_the_middle(spark, folder, ended, killed):
    """Kills an executor while articles are extracted, and one while the tables are written."""
    tracker = spark.sparkContext.statusTracker()

    def busy(stage):
        info = tracker.getStageInfo(stage)
        return info is not None and info.numTasks >= FILES and info.numCompletedTasks >= 2 and info.numActiveTasks >= 1

    moments = {
        "extracting": lambda: any(busy(stage) for stage in tracker.getActiveStageIds()),
        "writing": lambda: (WORK / folder / "_stage" / "_SUCCESS").exists() and tracker.getActiveStageIds(),
    }
    for moment, reached in moments.items():
        while not ended.is_set():
            if reached() and (processes := executors(spark)):
                os.kill(processes[0], signal.SIGKILL)
                killed.append(moment)
                break
            time.sleep(0.05)


def wet(path, rows):
    """A file as web crawls have them, with what is no page at its beginning."""
    with gzip.open(path, "wb") as out:
        out.write(b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 3\r\n\r\na\r\n\r\n\r\n")
        for row in rows:
            body = row["text"].encode()
            head = f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: {row['id']}\r\nContent-Length: {len(body)}\r\n\r\n"
            out.write(head.encode() + body + b"\r\n\r\n")


def main():
    rows = with_versions(made.articles(ARTICLES))
    write_inputs(rows)
    longest = f"--max-article-bytes={made.LONGEST}"
    told = WORK / "bad.jsonl"
    giaoban("-q", "extract", WORK / "all.jsonl", "--data", WORK / "single", "--errors", told, longest, code=1)
    say("one machine is done")

    settings = {
        "spark.ui.enabled": "false",
        "spark.executor.memory": "512m",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.codegen.wholeStage": "false",
        # Short work: what the machine code of a long-running JVM would save is less than what it costs.
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.files.openCostInBytes": str(128 << 20),
        "spark.log.level": "OFF",
    }
    builder = SparkSession.builder.master("local-cluster[2,1,512]").appName("giaoban")
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    context = spark.sparkContext
    context.setLogLevel("OFF")
    context.addPyFile(job.__file__)
    say("the cluster has started")

    def run(inputs, folder, name, *options):
        context.addFile(str(name))
        args = job.parse([str(WORK / inputs), "--output", str(WORK / folder), "--program", os.path.basename(name), *options])
        job.run(spark, args)

    run("parquet", "records", GIAOBAN, longest)
    assert (WORK / "records" / "_SUCCESS").exists() and not (WORK / "records" / "_stage").exists()
    same_rows("records", WORK / "single")
    same_errors("records", rows, "bad.jsonl")
    same_answers("records", "single")
    say("the records of the cluster are those of one machine; commands read them as they lie")

    # Executors are killed, and the program itself dies once with half of its answer given.
    fails = program(
        "fails-once",
        # The driver asks for the schema before the executors begin.
        f"""if mkdir {WORK}/asked 2>/dev/null; then exec "$giaoban" "$@"; fi
sleep 0.7
if mkdir {WORK}/failed 2>/dev/null; then "$giaoban" "$@" | head -c 90000; exit 3; fi
exec "$giaoban" "$@\"""",
    )
    ended, killed = threading.Event(), []
    killer = threading.Thread(target=kill_in_the_middle, args=(spark, "killed", ended, killed))
    killer.start()
    run("parquet", "killed", fails, longest)
    ended.set()
    killer.join()
    assert killed == ["extracting", "writing"], killed
    assert (WORK / "failed").exists()
    same_rows("killed", WORK / "single")
    same_errors("killed", rows, "bad.jsonl")
    say("two executors were killed and one run of the program died: nothing has changed")

    # What fails for good says why, and leaves nothing that could be taken for the records.
    try:
        run("parquet", "records", GIAOBAN, "--text-column=nowhere")
    except Exception as failure:  # noqa: BLE001 - whatever Spark makes of it
        assert "name it with --text-column" in str(failure), failure
    else:
        raise AssertionError("a missing column was not told")
    assert not (WORK / "records" / "_SUCCESS").exists()
    assert "are not finished" in giaoban("stats", "--data", WORK / "records", code=1)
    # Run again it ends where it would have ended.
    run("parquet", "records", GIAOBAN, longest)
    same_rows("records", WORK / "single")
    say("a failed job says why, and run again it ends as it should")

    pages = [{**row, "id": f"https://tin.example/{row['id']}", "title": None, "url": None, "published": None} for row in made.good(60)]
    (WORK / "wet").mkdir()
    wet(WORK / "wet" / "a.warc.wet.gz", pages[:30])
    wet(WORK / "wet" / "b.warc.wet.gz", pages[30:])
    cut = (WORK / "wet" / "b.warc.wet.gz").read_bytes()
    (WORK / "wet" / "c.warc.wet.gz").write_bytes(cut[: len(cut) // 2])
    with open(WORK / "pages.jsonl", "w", encoding="utf-8") as out:
        out.writelines(json.dumps({"id": row["id"], "url": row["id"], "text": row["text"]}) + "\n" for row in pages)
    giaoban("-q", "extract", WORK / "pages.jsonl", "--data", WORK / "pages")
    run("wet", "crawl", GIAOBAN, "--format", "wet")
    same_rows("crawl", WORK / "pages")
    errors = written("crawl", "errors")
    assert [row["id"].rsplit("/")[-1] for row in errors] == ["c.warc.wet.gz"], errors
    say("files of a web crawl give their records; a damaged one is told")

    other = WORK / "other"
    other.mkdir()
    (other / "thesis.txt").write_text("not to be lost")
    try:
        run("parquet", "other", GIAOBAN)
    except SystemExit as refused:
        assert "thesis.txt" in str(refused)
    assert (other / "thesis.txt").exists()
    spark.stop()
    say("done")


if __name__ == "__main__":
    try:
        main()
    except BaseException:
        print(f"the files are in {WORK}", file=sys.stderr)
        raise
    shutil.rmtree(WORK)
