"""Extracts the articles of a large table with giaoban on every executor of a Spark cluster.

    spark-submit --files path/to/giaoban spark/giaoban_job.py s3a://crawl/articles/ --output s3a://crawl/records

Articles in: tables of any format that Spark reads (Parquet by default), with columns as in giaoban's JSONL input, or WET files of a
web crawl (`--format wet`). Records out: one folder per table, partitioned by the month in which the article was published, in the
columns of a giaoban dataset; `giaoban stats --data records` reads the folder as it lies. Articles that cannot be read go to the
table `errors`. See spark/README.md.
"""

import argparse
import collections
import gzip
import io
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import zlib

import pyarrow as pa
from pyspark import SparkFiles
from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema

# The options of `giaoban extract` that are handed on as they are.
COLUMNS = ["id", "title", "text", "url", "date", "outlet"]
# Columns that name an article where no option says which; as giaoban knows them.
IDS = ["id", "guid", "docid", "articleid", "url", "link"]
PARTITION = "published_month"
# Under the output while the job runs: what the executors have extracted. Readers leave out names that begin with "_".
STAGE = "_stage"
DONE = "_SUCCESS"
SAID = 1 << 14


def find_program(name):
    """The program on this machine: a path, a file that Spark has shipped (--files, addFile), or a command."""
    shipped = SparkFiles.get(os.path.basename(name))
    for path in [name if os.sep in name else shipped, shipped, shutil.which(name)]:
        if path and os.path.isfile(path):
            return path
    raise FileNotFoundError(f"{name} is not on this machine: ship it with --files, or name its path on the nodes with --program")


def run_program(command, batches):
    """Sends record batches through one run of the program; gives its record batches as they come.

    A thread feeds the program while this one reads, and another empties what it says, so that no pipe can fill up and stop
    all three. Raises what the program said when it fails, and then nothing of the task is kept.
    """
    environment = {**os.environ, "RAYON_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1"}
    program = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )
    failures, said = [], collections.deque(maxlen=200)

    def feed():
        try:
            first = next(batches)
            stream = pa.ipc.new_stream(program.stdin, first.schema)
            stream.write_batch(first)
            for batch in batches:
                stream.write_batch(batch)
            stream.close()
        except BrokenPipeError:
            pass  # The program has ended: its exit status says why.
        except BaseException as failure:  # noqa: BLE001 - raised again by the thread that reads
            failures.append(failure)
        finally:
            # Without the end mark of a stream the program knows that something is missing, and fails as well.
            try:
                program.stdin.close()
            except BrokenPipeError:
                pass

    def listen():
        for line in program.stderr:
            said.append(line[:SAID])

    threads = [threading.Thread(target=work, daemon=True) for work in (feed, listen)]
    for thread in threads:
        thread.start()
    try:
        broken = None
        try:
            yield from pa.ipc.open_stream(program.stdout)
        except pa.ArrowInvalid as error:
            broken = error
        code = program.wait()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]
        if code != 0 or broken:
            words = b"".join(said).decode(errors="replace").strip()
            raise RuntimeError(f"giaoban ended with {code}: {words or broken}")
    finally:
        # Also when nobody wants the rest.
        program.kill()
        program.wait()
        program.stdout.close()


def extractor(program, options):
    """The function for mapInArrow; what it refers to travels to the executors."""

    def extract(batches):
        batches = (batch for batch in batches if batch.num_rows)
        first = next(batches, None)
        if first is None:
            return  # An empty partition has no articles.

        def all_batches():
            yield first
            yield from batches

        command = [find_program(program), "--quiet", "--lang", "en", "extract", "--from", "arrow", "--to", "arrow", *options]
        yield from run_program(command, all_batches())

    return extract


def shape(program):
    """What the program writes: the schema of its stream, and the columns of each table. Asked of the program itself."""
    nothing = io.BytesIO()
    pa.ipc.new_stream(nothing, pa.schema([("text", pa.string())])).close()
    command = [find_program(program), "--quiet", "extract", "--from", "arrow", "--to", "arrow"]
    ran = subprocess.run(command, input=nothing.getvalue(), capture_output=True, check=False)
    if ran.returncode != 0:
        raise RuntimeError(f"giaoban ended with {ran.returncode}: {ran.stderr.decode(errors='replace').strip()}")
    schema = pa.ipc.open_stream(ran.stdout).schema
    return from_arrow_schema(schema), json.loads(schema.metadata[b"giaoban.tables"])


def wet_articles(files):
    """(url, text) of the pages of WET files; of a damaged file those before the damage, and a row without text that names it."""
    for path, content in files:
        try:
            with gzip.open(io.BytesIO(bytes(content))) as lines:
                while line := lines.readline():
                    if not line.startswith(b"WARC/"):
                        continue
                    head = {}
                    while (line := lines.readline()).strip():
                        name, _, value = line.decode("utf-8", "replace").partition(":")
                        head[name.strip().lower()] = value.strip()
                    body = lines.read(int(head.get("content-length", 0)))
                    if len(body) < int(head.get("content-length", 0)):
                        raise EOFError(path)
                    if head.get("warc-type") == "conversion":
                        yield head.get("warc-target-uri"), body.decode("utf-8", "replace")
        except (EOFError, OSError, ValueError, zlib.error):
            yield path, None


def read_articles(spark, args):
    if args.format == "wet":
        files = spark.read.format("binaryFile").load(args.inputs).select("path", "content")
        articles = files.rdd.mapPartitions(wet_articles).toDF("url string, text string")
    else:
        articles = spark.read.format(args.format).load(args.inputs)
    if args.where:
        articles = articles.where(args.where)
    # What no article is read from need not be sent through the pipes.
    simple = re.compile(r"^(string|(tiny|small|big)?int|date|timestamp(_ntz)?|array<string>|void|char.*|varchar.*)$")
    articles = articles.select([F.col(f"`{name}`") for name, kind in articles.dtypes if simple.match(kind)])
    if not args.id_column:
        named = {re.sub("[^a-z]", "", name.lower()): name for name in reversed(articles.columns)}
        args.id_column = next((named[name] for name in IDS if name in named), None)
    if not args.id_column:
        # Numbers of rows would depend on how the table is divided.
        every = F.concat_ws("\u001f", *[F.col(f"`{name}`").cast("string") for name in articles.columns])
        articles = articles.withColumn("id", F.substring(F.sha2(every, 256), 1, 16))
        args.id_column = "id"
    return articles


def folder(spark, path):
    """A folder on whatever file system its address names, and that file system."""
    hadoop = spark.sparkContext._jvm.org.apache.hadoop.fs.Path(path)
    return hadoop, hadoop.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration())


def begin(spark, output, tables):
    """Takes the mark of an earlier run away; refuses a folder that holds other things, which an overwrite would endanger."""
    path, system = folder(spark, output)
    if system.exists(path):
        others = {entry.getPath().getName() for entry in system.listStatus(path)} - {*tables, STAGE, DONE, f".{DONE}.crc"}
        if others:
            raise SystemExit(f"{output}: holds {', '.join(sorted(others)[:3])}, which this job did not write: name a new folder")
    for name in (DONE, STAGE):
        system.delete(folder(spark, f"{output}/{name}")[0], True)


def end(spark, output):
    system = folder(spark, output)[1]
    system.delete(folder(spark, f"{output}/{STAGE}")[0], True)
    system.create(folder(spark, f"{output}/{DONE}")[0], True).close()


def write_tables(spark, output, staged, tables):
    """One folder per table: each article once, sorted, in few files."""
    articles = staged.where("table = 'articles'")
    # The same words may come with another address or date. The input with the least hash is kept, in every run the same.
    several = articles.groupBy("article_id").agg(F.min("input_id").alias("kept"), F.max("input_id").alias("last"))
    several = several.where("kept != last").select("article_id", "kept").persist()
    none = several.isEmpty()
    month = F.regexp_extract("published", r"^\d{4}-\d{2}", 0)
    for table, columns in tables.items():
        rows = staged.where(F.col("table") == table)
        target = f"{output}/{table}"
        if table == "errors":
            rows.select(columns).orderBy(columns).write.mode("overwrite").parquet(target)
            continue
        if not none:
            rows = rows.join(several, "article_id", "left").where("kept is null or input_id = kept")
        key = ["article_id"] if table == "articles" else ["article_id", "record_id"]
        rows = rows.dropDuplicates(key)
        rows = rows.withColumn(PARTITION, F.when(month != "", month).otherwise("unknown"))
        # Spark divides a month that is too large for one file.
        rows = rows.hint("rebalance", PARTITION).sortWithinPartitions(PARTITION, "article_id", "row")
        rows.select(*columns, PARTITION).write.partitionBy(PARTITION).mode("overwrite").parquet(target)
    several.unpersist()


def run(spark, args):
    """Reads, extracts and writes; gives the names of the tables."""
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", str(args.batch))
    # A task that is run again takes the place of its first attempt, and of two at once one is kept.
    spark.conf.set("mapreduce.fileoutputcommitter.algorithm.version", "1")
    spark.conf.set("spark.sql.parquet.compression.codec", "zstd")
    spark.conf.set("spark.sql.sources.partitionOverwriteMode", "static")
    schema, tables = shape(args.program)
    articles = read_articles(spark, args)
    options = [f"--max-article-bytes={args.max_article_bytes}"] if args.max_article_bytes else []
    for name in COLUMNS:
        if named := getattr(args, f"{name}_column"):
            options.append(f"--{name}-column={named}")
    begin(spark, args.output, tables)
    extracted = articles.mapInArrow(extractor(args.program, options), schema)
    if args.without_text:
        extracted = extracted.withColumn("text", F.lit(None).cast("string"))
    stage = f"{args.output}/{STAGE}"
    extracted.write.mode("overwrite").parquet(stage)
    write_tables(spark, args.output, spark.read.schema(schema).parquet(stage), tables)
    end(spark, args.output)
    return list(tables)


def wrote(spark, output, table):
    """Whether a table has rows: without any Spark writes no file that it could read a schema from."""
    path, system = folder(spark, f"{output}/{table}")
    return any(not entry.getPath().getName().startswith(("_", ".")) for entry in system.listStatus(path))


def parse(words):
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="tables of articles, as Spark names them")
    parser.add_argument("--output", required=True, metavar="DIR", help="folder for the tables of records")
    parser.add_argument("--format", default="parquet", help="parquet (default), json, csv, orc … or wet")
    parser.add_argument("--where", metavar="SQL", help="which rows are articles to extract, such as \"language = 'vie'\"")
    parser.add_argument("--program", default="giaoban", help="giaoban on the nodes; default: as shipped by --files, or on the path")
    parser.add_argument("--without-text", action="store_true", help="leave the texts of the articles out of their table")
    parser.add_argument("--max-article-bytes", type=int, metavar="BYTES", help="refuse longer articles")
    parser.add_argument("--batch", type=int, default=1000, metavar="N", help="articles in a record batch (default 1000)")
    for name in COLUMNS:
        parser.add_argument(f"--{name}-column", metavar="NAME", help=f"column with the {name}, where it has no usual name")
    return parser.parse_args(words)


def main():
    args = parse(sys.argv[1:])
    spark = SparkSession.builder.appName("giaoban").getOrCreate()
    for table in run(spark, args):
        rows = spark.read.parquet(f"{args.output}/{table}").count() if wrote(spark, args.output, table) else 0
        print(f"{table}\t{rows}")
    spark.stop()


if __name__ == "__main__":
    main()
