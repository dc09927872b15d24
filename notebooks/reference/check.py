"""Computes the aggregates of `giaoban stats` a second time, from the facts that giaoban exports, and compares every cell.

Usage: python notebooks/reference/check.py [DATASET] [--quick]     (without a dataset: the built-in data; quick: one question in
three)

The rules stand in rules.py, written from their description and not from the program; statements.py goes one step further back and
joins completion and documents from the statements. Prints how many cells were compared; exits with 1 where one differs.
"""

import csv
import io
import sys
import time

import statements
from data import Facts, exported, giaoban, value
from rules import choose_progress, choose_staffing, cut, is_trial

QUESTIONS = [
    ("meetings", by, [], geo)
    for by, geo in [
        (["region"], "63"), (["macro_region"], "63"), (["province"], "63"), (["district"], "63"), (["year"], "63"), (["half"], "63"),
        (["quarter"], "63"), (["month"], "63"), (["kind"], "63"), (["mode"], "63"), (["level"], "63"), (["status"], "63"),
        (["region", "year"], "63"), (["kind", "level"], "63"), (["province"], "34"), (["region"], "34"),
    ]
] + [
    ("documents", ["type"], [], "63"), ("documents", ["province"], [], "63"), ("documents", ["document"], [], "63"),
    ("quantities", ["kind"], [], "63"), ("quantities", ["region"], [], "63"), ("quantities", ["province"], [], "34"),
    ("progress", ["subject"], ["activity=congress"], "63"), ("progress", ["province"], ["activity=congress"], "63"),
    ("progress", ["district"], ["activity=congress"], "63"), ("progress", ["region"], ["activity=congress"], "63"),
    ("progress", ["month"], ["activity=congress"], "63"), ("progress", ["year"], [], "63"), ("progress", ["region"], [], "34"),
    ("staffing", ["subject"], [], "63"), ("staffing", ["province"], [], "63"), ("staffing", ["year"], [], "63"),
    ("staffing", ["region", "year"], [], "63"), ("staffing", ["status"], [], "63"), ("staffing", ["province"], [], "34"),
    ("staffing", ["province"], ["subject=staff"], "63"), ("staffing", ["province"], ["subject=admin_unit"], "63"),
    ("staffing", ["district"], ["subject=unit"], "63"),
]  # fmt: skip

TIMES = ("year", "half", "quarter", "month")


def groups(facts, topic, by, geo):
    """Facts by their key values. A completion holds in every later period in which anything is known of its series."""
    found, periods = {}, {}
    time_key = next((k for k in by if k in TIMES), None) if topic == "progress" else None
    series = lambda f: (f["activity"], f["subject"], value(f, "term", topic, geo))
    if time_key:
        # A course does not go from trial runs to all.
        full = {series(f) for f in facts if not is_trial(f)}
        facts = [f for f in facts if not (is_trial(f) and series(f) in full)]
    own = {f["at"]: value(f, time_key, topic, geo) for f in facts} if time_key else {}
    for fact in facts:
        if own.get(fact["at"], "unknown") != "unknown":
            periods.setdefault(series(fact), set()).add(own[fact["at"]])
    for fact in facts:
        key = {k: value(fact, k, topic, geo) for k in by}
        if None in key.values():
            continue
        runs = own.get(fact["at"], "unknown") != "unknown" and fact["activity"] != "other"
        for period in sorted(p for p in periods[series(fact)] if p >= own[fact["at"]]) if runs else [None]:
            row = key if period is None else key | {time_key: period}
            found.setdefault(tuple(row.values()), []).append(fact)
    return found


def total(facts, number):
    numbers = [number(f) for f in facts]
    return sum(numbers) if numbers and None not in numbers else None


def meeting_cells(facts, by):
    held = [f for f in facts if f["status"] == "held"]
    # Held and planned are two columns, but for a question that sets them apart itself.
    return facts, {
        "meetings": len(facts) if "status" in by else len(held),
        "meetings_planned": len(facts) - len(held),
        "meetings_online": sum(f["mode"] == "online" for f in (facts if "status" in by else held)),
    }


def progress_cells(facts):
    counted = choose_progress(facts)
    done, of = total(counted, lambda f: f["done"]), total(counted, lambda f: f["total"])
    return counted, {
        "done": done,
        "total": of if done is not None else None,
        "rate": done / of * 100 if done is not None and of else None,
        "stated_percent": counted[0]["percent"] if len(counted) == 1 else None,
    }


def staffing_cells(facts, by, conditions):
    fixed_subject = "subject" in by or any(c.startswith("subject=") for c in conditions)
    targets = fixed_subject or "status" in by
    facts = [f for f in facts if targets or f["status"] == "achieved"]
    pairs = {(f["subject"], f["status"]) for f in facts}
    both, one = len({p[1] for p in pairs}) > 1, len({p[0] for p in pairs}) == 1
    names = {"staff": "staff_cut", "unit": "units_cut", "leadership_post": "posts_cut", "admin_unit": "admin_units_cut"}
    cells, counted = {}, []
    for subject, status in pairs:
        chosen, shares = choose_staffing([f for f in facts if (f["subject"], f["status"]) == (subject, status)])
        stated = chosen[0]["percent"] if len(chosen) == 1 else None
        if not chosen and len(shares) == 1:
            chosen, stated = shares, shares[0]["percent"]
        count, before, after = (total(chosen, n) for n in (cut, lambda f: f["before"], lambda f: f["after"]))
        percent = count / before * 100 if count is not None and before else stated
        achieved = status == "achieved"
        if achieved or not both:
            cells[names[subject]] = count
        if one:
            cells["cut" if achieved else "target"] = count
            cells["cut_percent" if achieved else "target_percent"] = percent
            if achieved:
                cells |= {"before": before, "after": after}
        counted += chosen
    return counted, cells


def compute(facts, topic, by, conditions, geo):
    for condition in conditions:
        key, wanted = condition.split("=")
        facts = [f for f in facts if f[key] == wanted]
    if topic == "progress":
        for key in ("activity", "subject", "term"):
            if key not in by and len({value(f, key, topic, geo) for f in facts}) > 1:
                by = by + [key]
    rows = {}
    for key, members in groups(facts, topic, by, geo).items():
        if topic == "meetings":
            counted, cells = meeting_cells(members, by)
        elif topic == "documents":
            counted, cells = members, {"documents": len(members), "citations": sum(len(f["members"]) for f in members)}
        elif topic == "quantities":
            counted, cells = members, {"quantities": len(members)}
        elif topic == "progress":
            counted, cells = progress_cells(members)
        else:
            counted, cells = staffing_cells(members, by, conditions)
        if counted:
            cells["facts"] = len(counted)
            cells["statements"] = sum(f["statements"] for f in counted)
            cells["articles"] = len(set().union(*(f["sources"] for f in counted)))
            rows[key] = cells
    return by, rows


def answer(where, topic, by, conditions, geo):
    args = [word for c in conditions for word in ("--where", c)] + (["--geo", "2025"] if geo == "34" else [])
    text = giaoban(where, "stats", topic, "--by", ",".join(by), *args, "--format", "csv")
    return list(csv.DictReader(io.StringIO(text)))


def compare(name, by, expected, rows):
    """Cells compared, and what differs."""
    cells, wrong, seen = 0, [], set()
    for row in rows:
        key = tuple(row[k] for k in by)
        seen.add(key)
        mine = expected.get(key)
        if mine is None:
            wrong.append(f"{name}: {key}: the program has a row, the reference has none")
            continue
        for column, number in mine.items():
            if column not in row:
                continue
            cells += 1
            told = float(row[column]) if row[column] != "" else None
            if (told is None) != (number is None) or (told is not None and abs(told - number) > 1e-6 * max(1, abs(number))):
                wrong.append(f"{name}: {key}: {column}: the program says {told}, the reference {number}")
    wrong += [f"{name}: {key}: the reference has a row, the program has none" for key in expected if key not in seen]
    return cells, wrong


def main():
    args = [a for a in sys.argv[1:] if a != "--quick"]
    where = ["--data", args[0]] if args else ["--builtin"]
    questions = QUESTIONS[:: 3 if "--quick" in sys.argv else 1]
    started = time.monotonic()
    records = exported(where, "sql", "SELECT * FROM fact_sources")
    articles = exported(where, "export", "articles").select("article_id", "date_from")
    published = {a: None if d is None else d.toordinal() - 719163 for a, d in articles.iter_rows()}
    assert records["record_id"].n_unique() == len(records), "a statement belongs to two facts"
    cells, wrong = 0, []
    for topic in ("meetings", "documents", "quantities", "progress", "staffing"):
        facts = Facts(where, topic, records, published).list
        for asked, by, conditions, geo in questions:
            if asked != topic:
                continue
            keys, expected = compute(facts, topic, by, conditions, geo)
            name = " ".join([topic, "--by", ",".join(by), *conditions, geo])
            found = compare(name, keys, expected, answer(where, topic, by, conditions, geo))
            cells, wrong = cells + found[0], wrong + found[1]
        print(f"{topic}: {len(facts)} facts, {cells} cells so far, {time.monotonic() - started:.0f} s", file=sys.stderr)
        del facts
    found = statements.check(where, published, answer, compare)
    cells, wrong = cells + found[0], wrong + found[1]
    for line in wrong[:40]:
        print(line, file=sys.stderr)
    if wrong:
        sys.exit(f"{len(wrong)} differences among {cells} cells")
    print(f"{len(records)} statements, {cells} cells: the program and the reference agree")


if __name__ == "__main__":
    main()
