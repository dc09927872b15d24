"""Words as the reference compares them: without case and marks; the classes are those of data/stats/classes.tsv."""

import functools
import pathlib
import re
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parents[2]


def _classes():
    table, short = {}, []
    for line in (ROOT / "data/stats/classes.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line:
            continue
        name, *rest = line.split("\t")
        if name == "abbreviation":
            short.append((unicodedata.normalize("NFC", rest[0]), rest[1]))
        elif name == "belongs":
            table.setdefault(name, []).append((rest[0], rest[1]))
        else:
            table.setdefault(name, []).append("\t".join(rest))
    return table, short


CLASSES, SHORT = _classes()


@functools.lru_cache(maxsize=None)
def plain(text):
    """Lower-case words without marks, abbreviations written out."""
    text = unicodedata.normalize("NFC", text)
    for short, long in SHORT:
        text = re.sub(rf"(?<!\w){re.escape(short)}(?!\w)", long, text)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).lower().replace("đ", "d")
    return tuple(re.findall(r"[^\W_]+", text))


@functools.lru_cache(maxsize=None)
def has(text, name):
    """Whether a phrase of a class stands in a text."""
    return position(text, name) is not None


def position(text, name):
    words, found = plain(text), []
    for phrase in CLASSES[name]:
        phrase = plain(phrase)
        found += [at for at in range(len(words) - len(phrase) + 1) if words[at : at + len(phrase)] == phrase][:1]
    return min(found, default=None)


@functools.lru_cache(maxsize=None)
def level(text):
    """What kind of administrative units a text counts: that which stands first."""
    order = ["hamlet", "commune", "district", "province"]
    found = [(position(text, name), n) for n, name in enumerate(order) if position(text, name) is not None]
    return order[min(found)[1]] if found else None


def single(name):
    return {plain(p)[0] for p in CLASSES[name] if len(plain(p)) == 1}


GENERAL, WHOLE_PLACE = single("general"), single("whole_place")


def qualifiers(text):
    return {w for w in plain(text) if w not in GENERAL}


def is_whole_place(body, place_names):
    own = {w for name in place_names if name for w in plain(name)}
    return all(w in own or w in WHOLE_PLACE for w in plain(body))


def alike(a, b):
    """Whether two names mean the same; None where one is not told."""
    if a is None or b is None:
        return None
    if a == b:
        return True
    x, y = set(plain(a)), set(plain(b))
    common, shorter = len(x & y), min(len(x), len(y))
    return common > 0 and (common * 2 >= len(x | y) or (shorter >= 3 and common == shorter))


def ministry_of(body):
    return next((ministry for name, ministry in CLASSES["belongs"] if plain(name) == plain(body)), None)
