"""Facts as giaoban exports them, and the keys by which they are grouped."""

import csv
import datetime
import os
import pathlib
import subprocess
import tempfile

import polars

from words import ROOT

GIAOBAN = os.environ.get("GIAOBAN") or str(ROOT / "target/release/giaoban")
VIEWS = {
    "meetings": "meeting_facts",
    "staffing": "staffing_facts",
    "progress": "progress_facts",
    "documents": "document_facts",
    "quantities": "quantity_facts",
}


def giaoban(where, *args):
    done = subprocess.run([GIAOBAN, "-q", *where, *args], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(args)}: {done.stderr.strip()}")
    return done.stdout


def exported(where, *args):
    """What an exporting command writes, as a polars frame."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "out.parquet"
        giaoban(where, *args, "-o", str(path))
        return polars.read_parquet(path)


def table(name):
    with open(ROOT / "data/gazetteer" / name, encoding="utf-8") as file:
        return list(csv.DictReader(file))


PROVINCES = {("63", p["code"]): p for p in table("provinces_63.csv")} | {("34", p["code"]): p for p in table("provinces_34.csv")}
MERGED = {m["old_code"]: m["new_code"] for m in table("province_mergers.csv")}
CENTRAL = ("/TW", "-TW", "/QH", "UBTVQH", "-CP", "-TTG", "/TT-B", "-BCT", "/CT-CTN")


def is_central(symbol):
    return symbol.startswith("TW") or any(mark in symbol for mark in CENTRAL)


def edtf(text):
    """A date as a list of (year, month, day), one or two, with None for what is not known."""
    ends = []
    for end in text.split("/"):
        parts = [None if "X" in p else int(p) for p in end.split("-")]
        ends.append(tuple(parts + [None] * (3 - len(parts))))
    return ends


def time_value(fact, key, event):
    if fact["date"] is None:
        return "unknown"
    ends = edtf(fact["date"])
    first, last = ends[0], ends[0] if event else ends[-1]
    year = last[0]
    if year is None:
        return "unknown"
    if key == "year":
        return str(year)
    length = {"half": 6, "quarter": 3, "month": 1}[key]
    if first[1] is None or last[1] is None:
        return "unknown"
    within = first[0] == last[0] and (first[1] - 1) // length == (last[1] - 1) // length
    if not (within or event):
        return "unknown"
    return f"{year}-{ {6: 'H', 3: 'Q', 1: ''}[length] }{(last[1] - 1) // length + 1:{'02' if length == 1 else ''}}"


def place_value(fact, key, topic, geo):
    """None where the place cannot be carried into the geography."""
    if topic == "documents" and is_central(fact["symbol"]):
        return "national"
    if fact["scope"] == "region" and fact["macro_region"]:
        return fact["macro_region"]
    code = fact["province"]
    if code is None:
        if fact["scope"] == "national" or (fact["scope"] != "body" and fact.get("level") == "central"):
            return "national"
        return "central_body" if fact["scope"] == "body" else "unknown"
    province = PROVINCES.get((fact["geo"], code))
    if key == "macro_region":
        return province["macro_region"] if province else "unknown"
    carried = code if fact["geo"] == geo else MERGED.get(code) if geo == "34" else None
    if key == "region":
        if carried is not None:
            return PROVINCES[(geo, carried)]["region"] if (geo, carried) in PROVINCES else "unknown"
        regions = {PROVINCES[("63", old)]["region"] for old, new in MERGED.items() if new == code}
        return regions.pop() if len(regions) == 1 else None
    if carried is None or key == "province":
        return carried
    if fact["district"]:
        return f"{carried}/{fact['district']}"
    return "unknown" if fact["scope"] in ("district", "commune") else carried


def term(fact):
    """The term of a congress as (first, last) year: stated, else by the five-year cycle of its year."""
    if fact["term"]:
        ends = edtf(fact["term"])
        return (ends[0][0], ends[-1][0]) if len(ends) == 2 else None
    year = edtf(fact["date"])[0][0] if fact["date"] else None
    if year is None or fact["activity"] != "congress" or year % 5 not in (0, 4):
        return None
    begins = year if year % 5 == 0 else year + 1
    return begins, begins + 5


def value(fact, key, topic, geo):
    if key in ("region", "macro_region", "province", "district"):
        return place_value(fact, key, topic, geo)
    if key in ("year", "half", "quarter", "month"):
        return time_value(fact, key, topic == "meetings")
    if key == "term":
        found = term(fact)
        return f"{found[0]}/{found[1]}" if found else "unknown"
    if key == "document":
        return f"{fact['type']} {fact['symbol']}"
    return fact[key] if fact[key] is not None else "unknown"


class Facts:
    """The facts of a topic, in order, with their articles and the days these were published."""

    def __init__(self, where, topic, records, published):
        self.list = exported(where, "sql", f"SELECT * FROM {VIEWS[topic]}").to_dicts()
        self.at = {fact["fact_id"]: at for at, fact in enumerate(self.list)}
        members, all_articles = {}, {}
        of_topic = records.filter(polars.col("record_table") == topic).select("fact_id", "article_id", "contradicts")
        for fact, article, contradicts in of_topic.iter_rows():
            all_articles.setdefault(fact, set()).add(article)
            if not contradicts:
                members.setdefault(fact, set()).add(article)
        epoch = datetime.date(1970, 1, 1)
        for at, fact in enumerate(self.list):
            fact["at"] = at
            fact["date"] = fact.get("as_of", fact.get("date"))
            fact["members"] = members[fact["fact_id"]]
            fact["sources"] = all_articles[fact["fact_id"]]
            days = [published[a] for a in fact["members"] if published.get(a) is not None]
            fact["published"] = max(days, default=None)
            if "date_to" in fact:
                fact["days"] = None if fact["date_from"] is None else tuple((fact[c] - epoch).days for c in ("date_from", "date_to"))
                fact["last_day"] = fact["days"][1] if fact["days"] else fact["published"]
            fact["whole"] = self.at.get(fact.get("part_of"))
