"""How fast clusters of 1, 2, 4 … executors on this machine extract: spark/scaling.py ARTICLES.jsonl [EXECUTORS …]

Each executor has one core. The articles are written as Parquet in 16 files, one task each; timed is the job's extraction into the
stage (read, send through the program, write), after one run that warms the cluster up. Beside the time on the clock, which is that
of a machine with nothing else to do only there, stands the time that the executors have spent on the processor, Spark, Python and
giaoban together, which other work changes little: that of all, and that of the busiest, which is the least that the clock can show.
First the same for the program alone, one thread, JSONL in and JSONL out.
"""

import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
GIAOBAN = os.environ.get("GIAOBAN") or str(HERE.parent / "target" / "release" / "giaoban")
FILES = 16
TICKS = os.sysconf("SC_CLK_TCK")

os.environ.update(SPARK_LOCAL_IP="127.0.0.1", PYSPARK_PYTHON=sys.executable)
sys.path.insert(0, str(HERE))

import pyarrow  # noqa: E402
import pyarrow.parquet  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402

import giaoban_job as job  # noqa: E402


def processes():
    """Of each process: its parent, its words, and its seconds on the processor, those of its ended children included."""
    found = {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
                words = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            found[int(entry.name)] = (int(stat[1]), words, sum(map(int, stat[11:15])) / TICKS)
    return found


def executor_seconds(app):
    """Seconds on the processor of each executor of an application, with all that it has started."""
    found = processes()
    seconds = {}
    for first, (_, words, _) in found.items():
        if app.encode() in words and b"CoarseGrainedExecutorBackend" in words:
            ours = {first}
            while more := {number for number, (parent, _, _) in found.items() if parent in ours} - ours:
                ours |= more
            seconds[first] = sum(found[number][2] for number in ours)
    return seconds


def alone(articles):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    environment = {**os.environ, "RAYON_NUM_THREADS": "1"}
    subprocess.run([GIAOBAN, "-q", "extract", articles, "-o", os.devnull, "--format", "jsonl"], check=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic() - began, [after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime]


def cluster(executors, folder, work):
    builder = SparkSession.builder.master(f"local-cluster[{executors},1,1024]").appName("giaoban")
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.log.level": "OFF",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.files.openCostInBytes": str(1 << 30),
        "spark.sql.files.maxPartitionBytes": str(1 << 30),
        "spark.executor.extraJavaOptions": "-XX:+UseSerialGC",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "1000",
    }.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.addPyFile(job.__file__)
    spark.sparkContext.addFile(GIAOBAN)
    name = os.path.basename(GIAOBAN)
    schema, _ = job.shape(name)
    for _ in range(2):
        before, began = executor_seconds(spark.sparkContext.applicationId), time.monotonic()
        articles = job.read_articles(spark, job.parse([folder, "--output", work]))
        articles.mapInArrow(job.extractor(name, ["--id-column=id"]), schema).write.mode("overwrite").parquet(f"{work}/stage")
        clock = time.monotonic() - began
        after = executor_seconds(spark.sparkContext.applicationId)
    spark.stop()
    return clock, [seconds - before.get(number, 0) for number, seconds in after.items()]


def main():
    source, sizes = sys.argv[1], [int(word) for word in sys.argv[2:]] or [1, 2, 4]
    with tempfile.TemporaryDirectory(prefix="giaoban-scaling-") as work:
        with open(source, encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        size = -(-len(rows) // FILES)
        (folder := pathlib.Path(work) / "articles").mkdir()
        for n in range(FILES):
            table = pyarrow.Table.from_pylist(rows[n * size : (n + 1) * size])
            pyarrow.parquet.write_table(table, folder / f"part-{n:02}.parquet")
        count, megabytes = len(rows), os.path.getsize(source) / 1e6
        print(f"{count} articles, {megabytes:.0f} MB, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
        print("| executors | seconds | on the processor | the busiest | articles per second of a core | at once, cores free |")
        print("| --- | --- | --- | --- | --- | --- |")
        runs = [("none (one thread)", lambda: alone(source))]
        runs += [(str(n), lambda n=n: cluster(n, str(folder), work)) for n in sizes]
        for name, run in runs:
            clock, each = run()
            figures = [f"{clock:.1f}", f"{sum(each):.1f}", f"{max(each):.1f}", f"{count / sum(each):.0f}", f"{count / max(each):.0f}"]
            print(f"| {name} | {' | '.join(figures)} |", flush=True)


if __name__ == "__main__":
    main()
