"""Each format of `giaoban export`, read by the tools it is meant for: types, empty cells and every Vietnamese letter intact.

What is right is the JSONL export, read by Python's own json, and the types of `giaoban export --dictionary`.
Usage: GIAOBAN=path/to/giaoban python tests/readback/test_files.py [--without-libreoffice]
"""

import csv
import datetime
import io
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import unicodedata

import duckdb
import openpyxl
import pandas
import polars
import pyarrow
import pyarrow.feather
import pyarrow.ipc
import pyarrow.parquet

import data

HERE = pathlib.Path(__file__).resolve().parent
GIAOBAN = os.environ.get("GIAOBAN") or str(HERE.parent.parent / "target" / "release" / "giaoban")
WORK = pathlib.Path(tempfile.mkdtemp(prefix="giaoban-readback-"))
TABLES = ["articles", "meetings", "staffing", "progress", "documents", "quantities"]
AGGREGATES = {
    "by_province": ["staffing", "--by", "province,subject"],
    "by_month": ["meetings", "--by", "month,kind"],
    "congress": ["progress", "--by", "region"],
}
LONGEST_CELL = 32_767
checked = {}


def giaoban(*args, **options):
    environment = {**os.environ, "XDG_CONFIG_HOME": str(WORK / "none")}
    ran = subprocess.run([GIAOBAN, "-q", "--data", str(WORK / "data"), *args], capture_output=True, env=environment, **options)
    assert ran.returncode == 0, (args, ran.stderr.decode())
    return ran.stdout


def check(name, condition, *told):
    checked[name] = checked.get(name, 0) + 1
    if not condition:
        raise AssertionError((name, *(repr(thing)[:300] for thing in told)))


def plain(value):
    """A cell as a tool gives it, as JSON would have it: dates in ISO, not-a-number and not-a-time as none."""
    if value is None or value is pandas.NaT or value is pandas.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, (datetime.datetime, pandas.Timestamp)):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value


def same_rows(tool, name, got, right, columns, text=lambda cell: cell):
    """Rows of dicts against what is right; `text` says how the format may change a text."""
    check(tool, len(got) == len(right), name, len(got), len(right))
    for at, (row, expected) in enumerate(zip(got, right)):
        for column in columns:
            value, wanted = plain(row[column]), expected[column]
            if isinstance(wanted, str):
                wanted = text(wanted)
                # Most readers of CSV and sheets do not tell an empty text from a missing one.
                value = value or None if wanted is None else value
            number = isinstance(wanted, (int, float)) and isinstance(value, (int, float))
            check(tool, (math.isclose(value, wanted) if number else value == wanted), name, at, column, value, wanted)


def guarded(cell):
    """A text in CSV: what a spreadsheet could run has an apostrophe before it."""
    danger = cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) or cell.startswith(("\t", "\r", "\n"))
    return "'" + cell if danger else (cell or None)


def fits_cell(cell):
    """A text in a workbook: no longer than a cell; a carriage return alone is a line break there."""
    return (cell if len(cell) <= LONGEST_CELL else cell[: LONGEST_CELL - 1] + "…") or None


# Types -------------------------------------------------------------------------------------------------------------------

POLARS = {"text": polars.String, "whole": polars.UInt32, "year": polars.Int32, "number": polars.Float64, "day": polars.Date}
ARROW = {
    "text": {"string", "large_string", "string_view"},
    "whole": {"uint32"},
    "year": {"int32"},
    "number": {"double"},
    "day": {"date32[day]"},
}
DUCK = {"text": "VARCHAR", "whole": "UINTEGER", "year": "INTEGER", "number": "DOUBLE", "day": "DATE"}
CSV_DUCK = {**DUCK, "whole": "UINTEGER"}


class Table:
    """One export in every format, with what is right for it."""

    def __init__(self, name, args, types):
        self.name, self.args = name, args
        for ending in ["jsonl", "json", "csv", "parquet", "arrow", "xlsx"]:
            giaoban("export", *args, "-o", str(self.path(ending)))
        giaoban("export", *args, "--excel", "-o", str(WORK / f"{name}.excel.csv"))
        self.right = [json.loads(line) for line in self.path("jsonl").read_text(encoding="utf-8").splitlines()]
        self.columns = next(csv.reader(io.StringIO(self.path("csv").read_text(encoding="utf-8"))))
        self.types = types(self)

    def path(self, ending):
        return WORK / f"{self.name}.{ending}"


def by_dictionary(table):
    """The types of a table of records, as the dictionary says; of an aggregate, as its values are."""
    entries = {e["column"]: e["type"] for e in dictionary if e["table"] == table.name}
    if entries:
        return entries
    def kind(column):
        values = [row[column] for row in table.right if row[column] is not None]
        if column in ("facts", "statements", "articles") or (values and all(isinstance(v, int) for v in values)):
            return "whole"
        return "text" if any(isinstance(v, str) for v in values) else "number"
    return {column: kind(column) for column in table.columns}


# Formats -----------------------------------------------------------------------------------------------------------------


def json_files(table):
    array = json.loads(table.path("json").read_text(encoding="utf-8"))
    if isinstance(array, dict):
        array = array["rows"]
    same_rows("json", table.name, array, table.right, table.columns)
    lines = polars.read_ndjson(table.path("jsonl"), infer_schema_length=None)
    same_rows("JSONL, polars", table.name, lines.to_dicts(), table.right, table.columns)
    shown = pandas.read_json(table.path("jsonl"), lines=True, dtype=False)
    same_rows("JSONL, pandas", table.name, shown.to_dict("records"), table.right, table.columns)
    duck = duckdb.sql(f"select * from read_json('{table.path('jsonl')}', format='newline_delimited', sample_size=-1)")
    rows = [dict(zip(duck.columns, row)) for row in duck.fetchall()]
    texts = [c for c in table.columns if table.types[c] == "text" and any(row[c] for row in table.right)]
    exact = [c for c in texts if c in ("title", "text", "evidence", "id", "outlet", "name", "organiser")]
    same_rows("JSONL, DuckDB", table.name, rows, table.right, exact)


def parquet_files(table, of_records):
    path = table.path("parquet")
    frame = polars.read_parquet(path)
    same_rows("Parquet, polars", table.name, frame.to_dicts(), table.right, table.columns)
    read = pyarrow.parquet.read_table(path)
    same_rows("Parquet, pyarrow", table.name, read.to_pylist(), table.right, table.columns)
    same_rows("Parquet, pandas", table.name, pandas.read_parquet(path).to_dict("records"), table.right, table.columns)
    duck = duckdb.sql(f"select * from '{path}'")
    rows = [dict(zip(duck.columns, row)) for row in duck.fetchall()]
    same_rows("Parquet, DuckDB", table.name, rows, table.right, table.columns)
    if of_records:
        for column in table.columns:
            kind = table.types[column]
            check("Parquet, polars", frame.schema[column] == POLARS[kind], table.name, column, frame.schema[column])
            check("Parquet, pyarrow", str(read.schema.field(column).type) in ARROW[kind], table.name, column)
        given = dict(zip(duck.columns, map(str, duck.types)))
        check("Parquet, DuckDB", given == {c: DUCK[table.types[c]] for c in table.columns}, table.name, given)
    file = pyarrow.parquet.ParquetFile(path)
    about = {key.decode(): value.decode() for key, value in (file.metadata.metadata or {}).items()}
    version = giaoban("--version").decode().split()[1]
    check("Parquet, metadata", about.get("giaoban.version") == version, about)
    asked = json.loads(about["giaoban.query"])
    check("Parquet, metadata", (asked.get("table") or asked.get("topic")) == table.args[0], asked)
    told = json.loads(about["giaoban.columns"])
    check("Parquet, metadata", set(told) == set(table.columns), set(table.columns) ^ set(told))
    check("Parquet, metadata", all(c["meaning"]["vi"] and c["meaning"]["en"] for c in told.values()))
    for group in range(file.metadata.num_row_groups):
        for column in range(file.metadata.num_columns):
            chunk = file.metadata.row_group(group).column(column)
            check("Parquet, packing", chunk.compression == "ZSTD", chunk.compression)
            values = [row[chunk.path_in_schema] for row in table.right if row[chunk.path_in_schema] is not None]
            if table.types[chunk.path_in_schema] == "text" and len(values) > 2 * len(set(values)):
                check("Parquet, packing", "RLE_DICTIONARY" in chunk.encodings, chunk.path_in_schema, chunk.encodings)


def arrow_files(table, of_records):
    path = table.path("arrow")
    same_rows("Arrow, polars", table.name, polars.read_ipc(path, memory_map=False).to_dicts(), table.right, table.columns)
    read = pyarrow.ipc.open_file(path).read_all()
    same_rows("Arrow, pyarrow", table.name, read.to_pylist(), table.right, table.columns)
    frame = pyarrow.feather.read_feather(path)
    same_rows("Arrow, pandas", table.name, frame.to_dict("records"), table.right, table.columns)
    duck = duckdb.sql("select * from read")
    rows = [dict(zip(duck.columns, row)) for row in duck.fetchall()]
    same_rows("Arrow, DuckDB", table.name, rows, table.right, table.columns)
    about = {key.decode(): value.decode() for key, value in (read.schema.metadata or {}).items()}
    check("Arrow, pyarrow", {"giaoban.version", "giaoban.query", "giaoban.columns"} <= set(about), about)
    if of_records:
        for column in table.columns:
            check("Arrow, pyarrow", str(read.schema.field(column).type) in ARROW[table.types[column]], table.name, column)


def csv_files(table):
    path = table.path("csv")
    raw = path.read_text(encoding="utf-8")
    for row in list(csv.reader(io.StringIO(raw, newline="")))[1:]:
        for column, cell in zip(table.columns, row):
            if table.types[column] == "text":
                check("CSV, formulas", not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")), column, cell)
    schema = {column: POLARS[table.types[column]] for column in table.columns}
    frame = polars.read_csv(path, schema=schema)
    same_rows("CSV, polars", table.name, frame.to_dicts(), table.right, table.columns, guarded)
    kinds = {"text": "string", "whole": "UInt32", "year": "Int32", "number": "float64", "day": "string"}
    options = {"dtype": {c: kinds[table.types[c]] for c in table.columns}, "keep_default_na": False, "na_values": [""]}
    shown = pandas.read_csv(path, **options)
    same_rows("CSV, pandas", table.name, shown.to_dict("records"), table.right, table.columns, guarded)
    types = json.dumps({c: CSV_DUCK[table.types[c]] for c in table.columns}).replace('"', "'")
    duck = duckdb.sql(f"select * from read_csv('{path}', header=true, columns={types}, quote='\"', escape='\"', max_line_size=10000000)")
    rows = [dict(zip(duck.columns, row)) for row in duck.fetchall()]
    same_rows("CSV, DuckDB", table.name, rows, table.right, table.columns, guarded)
    excel = WORK / f"{table.name}.excel.csv"
    check("CSV for Excel", excel.read_bytes().startswith(b"\xef\xbb\xbf"), table.name)
    shown = pandas.read_csv(excel, sep=";", decimal=",", encoding="utf-8-sig", **options)
    same_rows("CSV for Excel", table.name, shown.to_dict("records"), table.right, table.columns, guarded)


def sheet_rows(sheet):
    rows = sheet.iter_rows(values_only=True)
    head = next(rows)
    return [dict(zip(head, row)) for row in rows]


def xlsx_files(table, of_records):
    book = openpyxl.load_workbook(table.path("xlsx"))
    sheets = book.sheetnames
    first = book[sheets[0]]
    check("XLSX, openpyxl", sheets[-2:] == ["columns", "about"], sheets)
    check("XLSX, openpyxl", ("sources" in sheets) == (table.name != "articles"), sheets)
    for sheet in book:
        check("XLSX, openpyxl", sheet.freeze_panes == "A2", sheet.title, sheet.freeze_panes)
        widths = [dimension.width for dimension in sheet.column_dimensions.values()]
        check("XLSX, openpyxl", widths and all(7 <= width <= 63 for width in widths), sheet.title, widths)
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                check("XLSX, formulas", cell.data_type != "f", sheet.title, cell.coordinate, cell.value)
    cells = lambda text: unescaped(fits_cell(text))
    same_rows("XLSX, openpyxl", table.name, sheet_rows(first), table.right, table.columns, cells)
    if of_records:
        days = [c for c in table.columns if table.types[c] == "day"]
        for row in first.iter_rows(min_row=2):
            for column, cell in zip(table.columns, row):
                if cell.value is not None and column in days and table.right[cell.row - 2][column] >= "1900":
                    check("XLSX, openpyxl", cell.is_date and cell.number_format == "dd/mm/yyyy", cell.value)
    else:
        behind = [name for name in sheets[1:-3]]
        check("XLSX, openpyxl", behind == [table.args[0]], sheets)
        check("XLSX, openpyxl", all(row["evidence"] for row in sheet_rows(book[behind[0]])), behind)
    if "sources" in sheets:
        sources = {row["article_id"] for row in sheet_rows(book["sources"])}
        of = table.name if of_records else table.args[0]
        needed = {row["article_id"] for row in sheet_rows(book[of])}
        check("XLSX, openpyxl", needed == sources, needed ^ sources)
    described = {row["column"] for row in sheet_rows(book["columns"])}
    check("XLSX, openpyxl", set(table.columns) <= described, set(table.columns) - described)
    shown = pandas.read_excel(table.path("xlsx"), keep_default_na=False, na_values=[""], dtype=object)
    same_rows("XLSX, pandas", table.name, shown.to_dict("records"), table.right, table.columns, cells)


def unescaped(text):
    """XML knows no carriage return inside a text; readers give a line break."""
    return text and text.replace("\r\n", "\n").replace("\r", "\n")


def libreoffice(tables):
    """Opens each workbook and each CSV for Excel in LibreOffice and looks at what its cells hold."""
    out = WORK / "office"
    profile = f"-env:UserInstallation=file://{WORK}/profile"
    # Every sheet to a CSV of its own: comma, quotes, UTF-8, cells as they are shown, all sheets.
    sheets = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,false,true,false,false,-1"
    office = ["soffice", "--headless", profile, "--convert-to", sheets, "--outdir", str(out)]
    books = [str(table.path("xlsx")) for table in tables]
    subprocess.run([*office, *books], check=True, capture_output=True, timeout=300)
    for table in tables:
        first = "articles" if table.name == "articles" else None
        found = sorted(out.glob(f"{table.name}-*.csv"))
        check("XLSX, LibreOffice", len(found) >= 3, table.name, found)
        sheet = table.name if table.name in TABLES else f"{table.args[0]} by {table.args[2]}"
        rows = list(csv.DictReader((out / f"{table.name}-{sheet}.csv").open(encoding="utf-8", newline="")))
        check("XLSX, LibreOffice", len(rows) == len(table.right), table.name, len(rows), first)
        for row, right in zip(rows, table.right):
            for column in table.columns:
                office_compare(table, column, row[column], right[column])


def office_compare(table, column, shown, right):
    kind = table.types[column]
    told = (table.name, column, shown, right)
    if right is None:
        check("XLSX, LibreOffice", shown == "", *told)
    elif kind == "day":
        iso = datetime.date.fromisoformat(right)
        check("XLSX, LibreOffice", shown in (iso.strftime("%d/%m/%Y"), right), *told)
    elif kind == "text":
        # What it shows of a very long cell LibreOffice may end in its own way.
        shown, right = unescaped(shown), unescaped(fits_cell(right)) or ""
        long = len(right) > 8000
        check("XLSX, LibreOffice", shown[:8000] == right[:8000] if long else shown == right, *told)
    else:
        check("XLSX, LibreOffice", math.isclose(float(shown), right), *told)


def letters(tables):
    """No letter is lost, not even one that LibreOffice's own tables could fold."""
    title = next(row for row in tables[0].right if row["id"] == "=1+1")["title"]
    check("letters", all(letter in title for letter in data.LETTERS), title)
    check("letters", unicodedata.is_normalized("NFC", title), title)


if __name__ == "__main__":
    data.write(WORK / "news.jsonl")
    giaoban("extract", str(WORK / "news.jsonl"), str(HERE.parent.parent / "data" / "samples"))
    dictionary = json.loads(giaoban("export", "--dictionary", "--format", "json"))
    records = [Table(name, [name], by_dictionary) for name in TABLES]
    aggregates = [Table(name, args, by_dictionary) for name, args in AGGREGATES.items()]
    letters(records)
    for table in records + aggregates:
        of_records = table in records
        json_files(table)
        parquet_files(table, of_records)
        arrow_files(table, of_records)
        csv_files(table)
        xlsx_files(table, of_records)
    if "--without-libreoffice" not in sys.argv:
        libreoffice(records + aggregates)
    for name, count in sorted(checked.items()):
        print(f"{name}: {count} checks")
