"""Facts of documents and of completion, joined a second time from the statements themselves."""

import datetime

from data import MERGED, exported, is_central
from words import alike, plain

EPOCH = datetime.date(1970, 1, 1)
LATE = 2**31 - 1


def read(where, table):
    """The statements of a table, each once; a province of the 34 that stands alone is the one of the 63."""
    rows, seen = [], set()
    for row in exported(where, "export", table).to_dicts():
        if row["record_id"] in seen:
            continue
        seen.add(row["record_id"])
        old = [o for o, new in MERGED.items() if new == row["province"]]
        if row["geo"] == "34" and len(old) == 1:
            row["province"], row["geo"] = old[0], "63"
        row["days"] = None if row["date_from"] is None else tuple((row[c] - EPOCH).days for c in ("date_from", "date_to"))
        row["date"] = row.get("as_of", row.get("date"))
        rows.append(row)
    return rows


def new_fact(row):
    return {**row, "members": {row["article_id"]}, "records": [row["record_id"]], "whole": None}


def documents(where):
    facts = {}
    for row in sorted(read(where, "documents"), key=lambda r: r["record_id"]):
        symbol = row["symbol"]
        bare = "/" not in symbol and "-" not in symbol
        issuer = frozenset(plain(row["issuer"])) if bare and row["issuer"] else None
        place = None if is_central(symbol) or row["scope"] == "national" else row["province"] and (row["geo"], row["province"])
        fact = facts.setdefault((row["type"], symbol, place, issuer), new_fact(row))
        fact["members"].add(row["article_id"])
    return [fact | {"at": at} for at, fact in enumerate(facts.values())]


def place(row):
    region = row["macro_region"] if row["scope"] == "region" else None
    nation = row["province"] is None and region is None and row["scope"] == "national"
    return (row["province"] and (row["geo"], row["province"]), row["district"], region, nation)


def inside(row):
    """Some commune, or some district that is not named, is not the place around it."""
    if row["province"] is None or row["scope"] not in ("commune", "district"):
        return None
    return row["scope"] if row["scope"] == "commune" or row["district"] is None else None


def apart(a, b):
    if a["days"] and b["days"]:
        return max(a["days"][0], b["days"][0]) > min(a["days"][1], b["days"][1])
    return a["date"] is not None and b["date"] is not None and a["date"] != b["date"]


def differ(a, b):
    return a is not None and b is not None and a != b


def is_placed(row):
    return row["province"] is not None or row["scope"] == "national"


def completion(where, published):
    """Facts of completion that have both numbers."""
    rows = [r for r in read(where, "progress") if r["done"] is not None and r["total"] is not None]
    rows.sort(key=lambda r: (r["days"] or (LATE, LATE), r["record_id"]))
    buckets = {}
    for row in rows:
        bucket = buckets.setdefault((row["activity"], row["subject"], place(row), row["done"], row["total"]), [])
        fact = next((f for f in bucket if says_the_same(f, row)), None)
        if fact is None:
            bucket.append(new_fact(row))
            continue
        fact["members"].add(row["article_id"])
        fact["records"].append(row["record_id"])
        for column in ("percent", "term", "subject_text", "role", "part_of"):
            fact[column] = row[column] if fact[column] is None else fact[column]
        if fact["date"] is None:
            fact["date"], fact["days"] = row["date"], row["days"]
    facts = [f for bucket in buckets.values() for f in bucket]
    facts = settle_contested(sorted(facts, key=lambda f: min(f["records"])), published)
    for at, fact in enumerate(facts):
        days = [published[a] for a in fact["members"] if published.get(a) is not None]
        fact["at"], fact["published"] = at, max(days, default=None)
    parts(facts)
    for fact in facts:
        if fact["whole"] is not None and fact["date"] is None:
            whole = facts[fact["whole"]]
            fact["date"], fact["days"] = whole["date"], whole["days"]
            fact["term"] = fact["term"] or whole["term"]
        fact["last_day"] = fact["days"][1] if fact["days"] else fact["published"]
    return facts


def says_the_same(fact, row):
    if row["activity"] == "other" and alike(fact["subject_text"], row["subject_text"]) is False:
        return False
    if apart(fact, row) or differ(fact["term"], row["term"]) or differ(fact["percent"], row["percent"]):
        return False
    return is_placed(row) or fact["article_id"] == row["article_id"]


def settle_contested(facts, published):
    """Of facts that give one count different numbers, the one with the most articles, then the latest."""
    counts, gone = {}, set()
    for fact in facts:
        if is_placed(fact) and fact["date"] is not None:
            key = (fact["activity"], fact["subject"], place(fact), inside(fact), fact["date"], fact["term"], fact["total"])
            counts.setdefault(key, []).append(fact)
    for group in counts.values():
        articles = [a for f in group for a in f["members"]]
        comparable = all(alike(group[0]["subject_text"], f["subject_text"]) is not False for f in group[1:])
        if not 2 <= len(group) <= 16 or len(articles) != len(set(articles)) or not comparable:
            continue
        latest = lambda f: max((published[a] for a in f["members"] if published.get(a) is not None), default=-LATE)
        best = max(group, key=lambda f: (len(f["members"]), latest(f), max(f["records"])))
        gone.update(id(f) for f in group if f is not best)
    return [f for f in facts if id(f) not in gone]


def parts(facts):
    """Marks the parts of every whole: as its article says, or as the numbers of an article add up."""
    of_record = {record: f["at"] for f in facts for record in f["records"]}
    of_article = {}
    for fact in facts:
        whole = of_record.get(fact["part_of"])
        if whole is not None and whole != fact["at"]:
            fact["whole"] = whole
        for article in fact["members"]:
            of_article.setdefault((article, fact["activity"]), []).append(fact)
    for group in sorted((g for g in of_article.values() if 3 <= len(g) <= 14), key=lambda g: [f["at"] for f in g]):
        for whole in sorted(group, key=lambda f: (-f["total"], -f["done"], -f["at"])):
            if max(whole["done"], whole["total"]) < 10:
                continue
            free = [f for f in group if f is not whole and f["whole"] is None]
            taken = add_up([f for f in free if f["done"] <= whole["done"] and f["total"] <= whole["total"]], whole["done"], whole["total"])
            if taken and len(taken) > 1:
                for fact in taken:
                    fact["whole"] = whole["at"]


def add_up(candidates, done, total):
    if (done, total) == (0, 0):
        return []
    for n, fact in enumerate(candidates):
        if fact["done"] <= done and fact["total"] <= total and (fact["done"], fact["total"]) != (0, 0):
            rest = add_up(candidates[n + 1 :], done - fact["done"], total - fact["total"])
            if rest is not None:
                return [fact, *rest]
    return None


def check(where, published, answer, compare):
    """Compares documents and completion with the program's answers: cells, and what differs."""
    from check import compute

    cells, wrong = 0, []
    joined = {"documents": documents(where), "progress": completion(where, published)}
    for topic, by, conditions in [
        ("documents", ["type"], []),
        ("documents", ["province"], []),
        ("progress", ["subject"], ["activity=congress"]),
        ("progress", ["province"], ["activity=congress"]),
        ("progress", ["region"], ["activity=congress"]),
    ]:
        facts = joined[topic]
        for fact in facts:
            fact["statements"], fact["sources"] = len(fact["records"]), fact["members"]
        keys, expected = compute(facts, topic, by, conditions, "63")
        rows = answer(where, topic, by, conditions, "63")
        if topic == "progress":
            # Shares alone are not joined here: rows and columns of both numbers are compared.
            rows = [r for r in rows if r["total"] != ""]
        expected = {key: {c: n for c, n in row.items() if c in ("documents", "citations", "done", "total", "rate")} for key, row in expected.items()}
        found = compare(f"from statements: {topic} --by {','.join(by)}", keys, expected, rows)
        cells, wrong = cells + found[0], wrong + found[1]
    return cells, wrong
