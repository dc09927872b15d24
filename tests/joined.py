#!/usr/bin/env python3
"""Precision and recall of the joining of reports: articles of several papers on one event each, extracted by the program.

Usage: tests/joined.py [FOLDER with gold/clusters, default ../shared]

A pair is two articles and the meeting (date and kind) or the figure (kind and value) that both report. Exits with 1 where a
meeting's precision or recall is below 0.95.
"""

import csv
import io
import itertools
import json
import os
import pathlib
import subprocess
import sys
import tempfile

root = pathlib.Path(__file__).resolve().parent.parent
giaoban = os.environ.get("GIAOBAN") or str(root / "target" / "release" / "giaoban")


def pairs(articles, what):
    return {(a, b, what) for a, b in itertools.combinations(sorted(set(articles)), 2)}


def number(value):
    return None if value in (None, "") else float(value)


def main():
    shared = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else root.parent / "shared"
    clusters = shared / "gold" / "clusters"
    if not clusters.is_dir():
        print(f"{clusters} is not there: skipped")
        return
    with tempfile.TemporaryDirectory() as data:
        run = lambda *args: subprocess.run([giaoban, "-q", "--data", data, *args], check=True, capture_output=True, text=True).stdout
        run("extract", str(clusters / "articles.jsonl"))
        table = lambda query: list(csv.DictReader(io.StringIO(run("sql", query, "--format", "csv"))))
        names = {row["article_id"]: row["id"] for row in table("SELECT article_id, id FROM articles")}
        what = {r["record_id"]: (r["date"], r["kind"]) for r in table("SELECT record_id, date, kind FROM meetings")}
        figures = table("SELECT record_id, kind, value, value_high FROM quantities")
        what |= {r["record_id"]: (r["kind"], number(r["value"]), number(r["value_high"])) for r in figures}
        facts = {}
        for row in table("SELECT * FROM fact_sources"):
            if row["record_id"] in what and row["contradicts"] == "false":
                facts.setdefault((row["record_table"], row["fact_id"]), []).append((names[row["article_id"]], what[row["record_id"]]))
    gold = [json.loads(line) for line in (clusters / "facts.jsonl").read_text(encoding="utf-8").splitlines()]
    low = False
    for layer, name, key in [
        ("meetings", "meetings", lambda f: (f["date"], f["kind"])),
        ("quantities", "figures", lambda f: (f["kind"], number(f["value"]), number(f["value_high"]))),
    ]:
        expected = set().union(*(pairs(f["articles"], key(f)) for c in gold for f in c[layer] if not f.get("conflict")))
        found = set().union(*(pairs([a for a, _ in list_], min((w for _, w in list_), key=str)) for (t, _), list_ in facts.items() if t == layer))
        right = len(found & expected)
        precision, recall = right / max(len(found), 1), right / max(len(expected), 1)
        low |= layer == "meetings" and min(precision, recall) < 0.95
        print(f"{name}: {len(expected)} pairs expected, {len(found)} joined, {right} right: precision {precision:.3f}, recall {recall:.3f}")
        for word, list_ in [("joined but different", found - expected), ("not joined", expected - found)]:
            for pair in sorted(list_, key=str):
                print(f"  {word}: {pair}")
    sys.exit("meetings are joined too badly" if low else 0)


if __name__ == "__main__":
    main()
