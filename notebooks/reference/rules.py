"""Which facts of a row may be added: the rules that README.md tells under "Honest numbers", written once more."""

from data import MERGED, PROVINCES
from data import edtf, term
from words import alike, has, is_whole_place, level, ministry_of, plain, qualifiers

BEGINNING, END = -(10**9), 10**9
NATION, CENTRE = ("nation",), (None, None, None)


def spot(fact):
    """Whose figure it is, as far as a place tells."""
    if fact["scope"] == "region" and fact["macro_region"]:
        return ("region", fact["macro_region"])
    if fact["province"] is None:
        return NATION if fact["scope"] == "national" else CENTRE
    inside = {"commune": "commune", "district": None if fact["district"] else "district"}.get(fact["scope"])
    return ((fact["geo"], fact["province"]), fact["district"], inside)


def wider(fact):
    """The places that the fact's place lies in."""
    at = spot(fact)
    if at == NATION or (at == CENTRE and fact["scope"] == "unknown"):
        return []
    if at == CENTRE or at[0] == "region":
        return [NATION]
    (geo, code), district, inside = at
    found = [NATION]
    if (geo, code) in PROVINCES:
        found.append(("region", PROVINCES[(geo, code)]["macro_region"]))
    if geo == "63" and code in MERGED:
        found.append((("34", MERGED[code]), None, None))
    if district or inside:
        found.append(((geo, code), None, None))
    if district and inside == "commune":
        found.append(((geo, code), district, None))
    return found


def breadth(place):
    if place == NATION:
        return 0
    if place[0] == "region":
        return 1
    if place == CENTRE:
        return 4
    (geo, _), district, inside = place
    if inside:
        return 7 if inside == "commune" else 6
    return 5 if district else 2 if geo == "34" else 3


def without_parts(row):
    members = {fact["at"] for fact in row}
    return [fact for fact in row if fact["whole"] not in members]


def share_article(a, b):
    return not a["members"].isdisjoint(b["members"])


# Completion


def is_trial(fact):
    return bool(fact["subject_text"]) and has(fact["subject_text"], "pilot")


def choose_progress(row):
    row = without_parts(row)
    trials = [f for f in row if is_trial(f)]
    full = [f for f in row if not is_trial(f)]
    what = lambda f: (f["activity"], f["subject"], term(f))
    known = {what(f) for f in full}
    row = full + [f for f in trials if what(f) not in known]
    if len({what(f) for f in row}) != 1:
        return []
    if row[0]["activity"] == "other":
        return row if len(row) == 1 else []
    places, stands, shares = {}, [], []
    for fact in row:
        places.setdefault(spot(fact), []).append(fact)
    for place, facts in places.items():
        based = [f for f in facts if f["done"] is not None and f["total"] is not None]
        if based:
            stands += [(place, f) for f in series(based)]
        else:
            shares += facts
    wide = {place for place, _ in stands}
    counted = [f for _, f in stands if wide.isdisjoint(wider(f))]
    if not counted and len({spot(f) for f in shares}) == 1:
        return [max(shares, key=lambda f: (f["last_day"] is not None, f["last_day"], -f["at"]))]
    return counted


def series(facts):
    """Of the counts of one set in one place, the latest of the widest; parts whose whole nobody printed, all."""
    if len(facts) > 1 and all(f["role"] == "part" for f in facts):
        if all(share_article(a, b) for a, b in zip(facts, facts[1:])):
            return facts
    if 2 <= len(facts) <= 12 and all(f["subject_text"] for f in facts):
        words = [qualifiers(f["subject_text"]) for f in facts]
        apart = all(words) and sum(map(len, words)) == len(set().union(*words))
        if apart and all(f["date"] == facts[0]["date"] and share_article(facts[0], f) for f in facts[1:]):
            return facts
    widest = max(f["total"] for f in facts)
    same = [f for f in facts if f["total"] >= widest * 0.9]
    rank = lambda f: (BEGINNING if f["last_day"] is None else f["last_day"], f["done"], f["total"], f["at"])
    return [max(same, key=rank)]


# Cuts


def cut(fact):
    return fact["cut"]


def body(fact):
    if fact["body"] is None or (fact["province"] is None and fact["scope"] == "national"):
        return None
    province = PROVINCES.get((fact["geo"], fact["province"]))
    if is_whole_place(fact["body"], [province and province["name"], fact["district"]]):
        return None
    return frozenset(plain(fact["body"]))


def period(fact):
    if fact["date"] and fact["days"]:
        ends = edtf(fact["date"])
        flows = len(ends) == 2 or ends[0][1] is None
        return (fact["days"][0] if flows and fact["status"] != "target" else BEGINNING, fact["days"][1])
    return (BEGINNING, END if fact["last_day"] is None else fact["last_day"])


def overlap(a, b):
    return max(a[0], b[0]) <= min(a[1], b[1])


def same_level(a, b):
    return a == b or a is None or b is None


def told(fact):
    if fact["published"] is not None:
        return fact["published"]
    ends = edtf(fact["date"]) if fact["date"] else []
    return fact["days"][1] if len(ends) == 1 and ends[0][1] is not None and fact["days"] else None


def choose_staffing(row):
    """Facts that are added, and the shares without a base."""
    groups, shares = {}, []
    for fact in without_parts(row):
        if (cut(fact) or 0) > 0:
            kind = level(fact["subject_text"]) if fact["subject"] == "admin_unit" and fact["subject_text"] else None
            groups.setdefault((spot(fact), kind, body(fact)), []).append(fact)
        elif fact["percent"] is not None:
            shares.append(fact)
    kept = []
    for (place, kind, of), facts in groups.items():
        bundles = bundle(facts)
        if place == NATION:
            bundles = [once(b) for b in bundles]
        bundles = latest_plan(bundles) if facts[0]["status"] == "target" else disjoint_periods(bundles)
        if place == NATION:
            bundles = one_definition(bundles)
        kept += [dict(b, place=place, kind=kind, body=of) for b in bundles]
    return [f for k in without_inner(without_bodies(kept)) for f in k["facts"]], shares


def bundle(facts):
    """What one article tells side by side for one period; of several articles the one with the largest sum."""
    periods, bundles = {}, []
    for fact in facts:
        periods.setdefault(period(fact), []).append(fact)
    for when, list_ in periods.items():
        articles = {a for f in list_ for a in f["members"]}
        of = {a: [f for f in list_ if a in f["members"]] for a in articles}
        best = min(articles, key=lambda a: (-sum(map(cut, of[a])), len(of[a]), a))
        days = [told(f) for f in of[best] if told(f) is not None]
        bundles.append({"period": when, "sum": sum(map(cut, of[best])), "facts": of[best], "told": max(days, default=None)})
    return sorted(bundles, key=lambda b: (-b["period"][1], b["period"][0]))


def once(b):
    """Figures of people of the whole country side by side are of different definitions: the largest."""
    if b["facts"][0]["subject"] != "staff":
        return b
    most = max(b["facts"], key=lambda f: (cut(f), -f["at"]))
    return dict(b, facts=[most], sum=cut(most))


def one_definition(bundles):
    bundles = sorted(bundles, key=lambda b: (b["sum"], b["period"]), reverse=True)
    if not bundles:
        return []
    text = bundles[0]["facts"][0]["subject_text"]
    same = lambda b: all(alike(text, f["subject_text"]) is not False for f in b["facts"])
    return [b for b in bundles if same(b) or any(f["subject_text"] == text for f in b["facts"])]


def latest_plan(bundles):
    if not bundles:
        return []
    best = bundles[-1]
    for b in bundles[:-1]:
        if b["told"] is not None and best["told"] is not None and b["told"] != best["told"]:
            later = b["told"] > best["told"]
        else:
            later = (b["sum"], b["period"][1]) > (best["sum"], best["period"][1])
        best = b if later else best
    return [best]


def disjoint_periods(bundles):
    """Latest first; of periods that overlap the larger sum."""
    kept = []
    for b in bundles:
        over = 0
        while over < len(kept) and overlap(kept[-1 - over]["period"], b["period"]):
            over += 1
        if over == 0:
            kept.append(b)
        elif sum(k["sum"] for k in kept[-over:]) < b["sum"]:
            kept[-over:] = [b]
    return kept


def without_bodies(kept):
    """A body is left out where its place has a figure of its own for the time, unless one article sets them side by side."""
    own = {}
    for k in kept:
        if k["body"] is None:
            own.setdefault(k["place"], []).append(k)

    def covers(o, k):
        beside = any(share_article(x, y) for x in o["facts"] for y in k["facts"])
        return same_level(o["kind"], k["kind"]) and overlap(o["period"], k["period"]) and o["sum"] >= k["sum"] and not beside

    return [k for k in kept if k["body"] is None or not any(covers(o, k) for o in own.get(k["place"], []))]


def without_inner(kept):
    """Of a wide place and what lies in it, the larger sum; narrow places first."""
    own, inner = {}, {}
    for n, k in enumerate(kept):
        fact = k["facts"][0]
        own.setdefault((k["place"], k["body"] if k["place"] == CENTRE else None), []).append(n)
        if k["place"] == CENTRE and fact["body"] and ministry_of(fact["body"]):
            inner.setdefault((CENTRE, frozenset(plain(ministry_of(fact["body"])))), []).append(n)
        for place in wider(fact):
            inner.setdefault((place, None), []).append(n)
    gone = set()
    for node in sorted((n for n in inner if n in own), key=lambda n: -breadth(n[0])):
        for kind in {kept[n]["kind"] for n in own[node]}:
            whole = [n for n in own[node] if n not in gone and kept[n]["kind"] == kind]
            within = [n for n in inner[node] if n not in gone and same_level(kept[n]["kind"], kind)]
            total = lambda list_: sum(kept[n]["sum"] for n in list_)
            if whole and within:
                gone.update(within if total(whole) >= total(within) else whole)
    return [k for n, k in enumerate(kept) if n not in gone]
