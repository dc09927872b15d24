#!/usr/bin/env python3
"""Write data/facts/facts.jsonl, the built-in facts, from the collected facts in ../shared/facts.

A maintainer runs it when the collected facts change; the build only embeds what it wrote. From the repository:

    python3 data/facts/build.py [SHARED]        SHARED: folder that holds facts/, default ../shared

One line per source page, in the shape of `ArticleRecords` (src/model/record.rs); absent fields are null or empty. The same input
gives the same bytes.

What is taken: pages of official portals and of the press (source.grade), and the 34 resolutions on communes of 16 June 2025.
What is done to it, and why:
- Nothing is corrected. Where two pages contradict each other, both stand.
- Places: scope "ministry" is a body; "grassroots" and "district" rows that name no district count over a whole province, so their
  scope is the province (meetings keep their level, a Party organisation its body). National records carry no province.
- As-of: the given date; `XXXX` alone is no date. A target's date is the end of its period where one is given, since a target is
  dated by when it is to be met; an achieved row takes the end of its period only where it has no date of its own.
- Year basis: as collected (`year_from`); where that is not recorded, `from_context` (the page proves the year), or `unknown`.
- Approximation: the word that stands before the number among the printed figures.
- Parts: the nested figures that the facts' README names are marked (PARTS), so that no sum takes a part beside its whole.
"""

import csv
import hashlib
import json
import pathlib
import re
import sys
from collections import Counter
from urllib.parse import urlsplit

HERE = pathlib.Path(__file__).resolve().parent
SHARED = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[1].parent / "shared"
GRADES = {"official", "press"}
RESOLUTIONS_URL = "https://github.com/dvhcvn/20250701"
TABLES = ("meetings", "staffing", "progress", "documents")

# (province, as of, whole, its parts), each "done/total"; stated on one page.
PARTS = [
    ("42", "2020-06-22", "634/640", ["27/30", "46/47", "106/108"]),
    ("01", "2020-03-31", "16424/17116", ["12192/12493"]),
]

APPROXIMATORS = [
    (r"ít nhất|tối thiểu|at least", "at_least"),
    (r"tối đa|không quá", "at_most"),
    (r"hơn|trên|hon-|more than", "more_than"),
    (r"gần", "almost"),
    (r"khoảng", "about"),
    (r"dưới", "less_than"),
]


def digest(text, length):
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def compact(fields):
    """The fields without null and empty ones."""
    return {k: v for k, v in fields.items() if v is not None and v != []}


def outlet_names():
    with open(HERE.parent / "gazetteer" / "outlets.csv", encoding="utf-8") as f:
        return {row["key"]: row["outlet"] for row in csv.DictReader(f) if row["key_type"] == "domain"}


def outlet(url, given, names):
    """The paper's name by its domain or the domain above it, else the domain."""
    labels = urlsplit(url).hostname.split(".")
    for i in range(len(labels) - 1):
        if name := names.get(".".join(labels[i:])):
            return name
    return given


def place(table, row):
    scope, province, district = row["scope"], row.get("province"), row.get("district")
    if row.get("region"):
        scope = "region"
    elif scope == "ministry":
        scope = "body"
    elif scope in ("grassroots", "district") and table != "meetings" and not district:
        scope = "body" if (row.get("body") or "").startswith("Đảng bộ") else "province"
    elif scope == "grassroots":
        scope = "commune"
    if scope in ("national", "region"):
        province = None
    return {"province": province, "geo": row.get("geo", "63"), "district": district, "scope": scope, "place_basis": "stated"}


def date(text):
    return None if text in (None, "XXXX") else text


def period_end(period):
    end = (period or "").split("/")[-1]
    return end if re.fullmatch(r"\d{4}(-\d\d){0,2}", end) else None


def as_of(row):
    given, end = date(row.get("as_of")), period_end(row.get("period"))
    if row["status"] == "target":
        return end or given
    return given if given and not given.startswith("XXXX") else end or given


def year_basis(row, text):
    if text is None or text.startswith("XXXX"):
        return "unknown"
    return row.get("year_from") or "from_context"


def printed(number):
    """The ways a number is printed: 539000 as 539.000, 539000 or 539 nghìn; 66.52 as 66,52."""
    whole, _, part = f"{number:.10g}".partition(".")
    if part:
        return [f"{whole},{part}", f"{whole}.{part}"]
    grouped = f"{int(whole):,}"
    forms = [grouped.replace(",", "."), grouped.replace(",", "-"), whole]
    return forms + ([f"{int(whole) // 1000} nghìn"] if number % 1000 == 0 else [])


def approximation(row):
    figures = row.get("figures") or ""
    for key in ("count", "percent", "after", "before"):
        if row.get(key) is None:
            continue
        for form in printed(row[key]):
            for words, slug in APPROXIMATORS:
                if re.search(rf"(?:{words})\s*{re.escape(form)}(?![\d.,]*\d)", figures, re.IGNORECASE):
                    return slug
    return None


def meeting(row, _):
    when = date(row["date"])
    # A congress is held by the organisation whose congress it is.
    organiser = row.get("organiser") or (row["body"] if row["kind"] == "congress" else None)
    return {
        "date": when, "year_basis": year_basis(row, when), "kind": row["kind"], "mode": row["mode"], "level": row["level"],
        **place("meetings", row), "region": row.get("region"), "status": row["status"], "name": row.get("subject_text"),
        "organiser": organiser, "chair": row.get("chair"), "connected": row.get("connected"),
    }


def staffing(row, _):
    when = as_of(row)
    return {
        "subject": row["subject"], "status": row["status"], "count": row["count"], "percent": row["percent"],
        "before": row["before"], "after": row["after"], "approximation": approximation(row),
        "subject_text": row["subject_text"], "body": row["body"], "as_of": when, "year_basis": year_basis(row, when),
        **place("staffing", row),
    }


def progress(row, ids):
    when = date(row["as_of"])
    role, part_of = role_of(row, ids)
    return {
        "activity": row["activity"], "subject": row["subject"], "done": row["done"], "total": row["total"],
        "percent": row["percent"], "as_of": when, "year_basis": year_basis(row, when), "term": row["term"],
        "role": role, "part_of": part_of, "subject_text": row["subject_text"], **place("progress", row),
    }


def ratio(row):
    return f"{row['done']}/{row['total']}"


def role_of(row, ids):
    for province, when, whole, parts in PARTS:
        if (row["province"], row["as_of"]) == (province, when) and whole in ids:
            if ratio(row) == whole:
                return "whole", None
            if ratio(row) in parts:
                return "part", ids[whole]
    return None, None


def document(row, _):
    return {
        "type": row["type"], "symbol": row["symbol"].replace(" ", ""), "issuer": row.get("body"), "date": date(row.get("date")),
        **place("documents", row),
    }


MAKERS = {"meetings": meeting, "staffing": staffing, "progress": progress, "documents": document}


def article(url, published, name, rule, rows, title=None):
    """One source page; `rows` are its collected rows by table."""
    article_id = "f" + digest(url, 16)
    seen = Counter()
    ids = {}

    def record_id(table, row):
        text = json.dumps([article_id, table, row], ensure_ascii=False, sort_keys=True)
        seen[text] += 1
        return table[0] + digest(f"{text}{seen[text]}", 12)

    named = {table: [(record_id(table, row), row) for row in rows[table]] for table in TABLES}
    for rid, row in named["progress"]:
        ids.setdefault(ratio(row), rid)
    tables = {
        table: [compact({**MAKERS[table](row, ids), "record_id": rid, "article_id": article_id, "rule": rule})
                for rid, row in named[table]]
        for table in TABLES
    }
    return compact({
        "id": "fact-" + digest(url, 12), "article_id": article_id, "title": title, "url": url, "outlet": name,
        "published": published, "published_basis": "stated" if published else "unknown", **tables,
    })


def pages(names):
    for file in ("cuts.jsonl", "meetings_congress.jsonl"):
        for line in (SHARED / "facts" / file).read_text(encoding="utf-8").splitlines():
            page = json.loads(line)
            source = page["source"]
            if source["grade"] in GRADES:
                yield article(source["url"], source["published"], outlet(source["url"], source["outlet"], names),
                              "fact." + source["grade"], page)


def commune_resolutions():
    """The 34 resolutions as one source: before (units counted in the list that the press figures agree with) and after."""
    rows = {table: [] for table in TABLES}
    with open(SHARED / "facts" / "communes_2025.csv", encoding="utf-8") as f:
        for r in csv.DictReader(f):
            where = {"province": r["province_code"], "geo": "34", "scope": "province"}
            rows["staffing"].append({
                "subject": "admin_unit", "status": "achieved", "count": int(r["reduction_vpd"]), "percent": None,
                "before": int(r["before_vpd"]), "after": int(r["total_after"]), "subject_text": "đơn vị hành chính cấp xã",
                "body": r["province_name"], "as_of": "2025-07-01", "year_from": "stated", **where,
            })
            rows["documents"].append({
                "type": "resolution", "symbol": r["resolution"], "body": "Ủy ban Thường vụ Quốc hội", "date": r["adopted"], **where,
            })
    title = "34 nghị quyết của Ủy ban Thường vụ Quốc hội về sắp xếp đơn vị hành chính cấp xã năm 2025"
    return article(RESOLUTIONS_URL, "2025-06-16", "Ủy ban Thường vụ Quốc hội", "fact.official", rows, title)


def main():
    articles = [commune_resolutions(), *sorted(pages(outlet_names()), key=lambda a: a["url"])]
    ids = Counter(a["article_id"] for a in articles)
    if twice := [a["url"] for a in articles if ids[a["article_id"]] > 1]:
        sys.exit(f"build.py: these pages stand twice, join them first: {', '.join(sorted(set(twice)))}")
    out = HERE / "facts.jsonl"
    out.write_text("".join(json.dumps(a, ensure_ascii=False, separators=(",", ":")) + "\n" for a in articles), encoding="utf-8")
    print(f"{out.name}: {len(articles)} articles, " + ", ".join(f"{sum(len(a.get(t, [])) for a in articles)} {t}" for t in TABLES))


if __name__ == "__main__":
    main()
