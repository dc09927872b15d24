"""A dataset that is hard to carry: every Vietnamese letter, cells that look like formulas, empty cells, quotes, line breaks."""

import itertools
import json
import unicodedata

VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
LETTERS = "".join(unicodedata.normalize("NFC", vowel + tone) for vowel, tone in itertools.product(VOWELS, TONES)) + "đ"
LETTERS += LETTERS.upper()
assert len(LETTERS) == 146 and len(set(LETTERS)) == 146

DANGERS = ["=1+1", "+84", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "=cmd|' /C calc'!A0"]


def articles():
    sentence = "Ngày {day}/6/2021, Tỉnh ủy Hà Giang tổ chức hội nghị giao ban; tỉnh đã giảm {n} biên chế, đạt {p}%."
    for n, danger in enumerate(DANGERS):
        text = sentence.format(day=n + 1, n=12 + n, p=f"{n},25")
        yield {"id": danger, "title": f"{danger} {LETTERS}", "url": danger, "outlet": f'Báo "{n}"; a, b', "text": text}
    letters = f"{LETTERS}\nNgày 28/6/2021, Thành ủy Hà Nội tổ chức hội nghị giao ban. Đã có 81/82 chi bộ tổ chức xong đại hội."
    yield {"id": "letters", "text": letters}
    yield {"id": "old", "text": "Ngày 2/9/1885, Tỉnh ủy Quảng Ninh tổ chức hội nghị giao ban. Từ 18 đến 23 người dự."}
    yield {"id": "long", "text": "Tháng 6/2021, Tỉnh ủy Lào Cai tổ chức hội nghị sơ kết.\n\n" + "Ặ ẫ ế ỗ. " * 5000}


def write(path):
    with open(path, "w", encoding="utf-8") as out:
        for article in articles():
            out.write(json.dumps(article, ensure_ascii=False) + "\n")
