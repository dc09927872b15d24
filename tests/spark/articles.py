"""Articles that differ, some that come twice, and some that cannot be read."""

import random

PROVINCES = ["Hà Nam", "Lạng Sơn", "Hà Giang", "Cà Mau", "Quảng Ninh", "Đắk Lắk", "Lào Cai", "Cần Thơ"]
SENTENCES = [
    "Ngày {day}/{month}/{year}, Tỉnh ủy {place} tổ chức hội nghị giao ban trực tuyến công tác xây dựng Đảng.",
    "Đến ngày {day}/{month}, tỉnh {place} đã giảm {n} biên chế so với năm trước, đạt {p}% kế hoạch.",
    "Đến nay {place} có {n}/{total} chi bộ tổ chức xong đại hội.",
    "Thực hiện Nghị quyết số {m}-NQ/TW, tỉnh đã sắp xếp lại {m} phòng, ban.",
    "Chợ phiên sáng nay đông người mua bán, giá rau giảm nhẹ.",
]
LONGEST = 5_000


def good(count):
    chance = random.Random(20261122)
    for n in range(count):
        year, month, day = chance.randint(2018, 2021), chance.randint(1, 12), chance.randint(1, 28)
        values = {"day": day, "month": month, "year": year, "place": chance.choice(PROVINCES), "n": n + 1, "m": n % 40 + 2}
        sentences = chance.sample(SENTENCES, chance.randint(1, len(SENTENCES)))
        text = " ".join(s.format(**values, total=count + 9, p=f"{n % 90},{n % 10}5") for s in sentences)
        published = None if n % 7 == 0 else f"{year}-{month:02}-{day:02}"
        url = f"https://tin.example/{n}" if n % 3 else None
        yield {"id": f"tin-{n}", "title": f"Tin số {n}", "text": text, "url": url, "published": published}


def bad():
    yield {"id": "trống", "title": None, "text": "", "url": None, "published": "2021-01-05"}
    yield {"id": "không có", "title": None, "text": None, "url": None, "published": "2021-01-05"}
    yield {"id": "dài", "title": None, "text": "Tỉnh ủy họp. " * LONGEST, "url": None, "published": "2021-01-05"}
    yield {"id": "ngày lạ", "title": None, "text": "Huyện ủy Hải Hà họp giao ban.", "url": None, "published": "hôm kia"}


def articles(count):
    """In an order in which the bad ones and the copies lie between the others."""
    rows = list(good(count))
    for place, row in zip(range(50, count, count // 5), bad()):
        rows.insert(place, row)
    # A crawl meets pages again; the second time nothing is new.
    return [*rows, *rows[10:40]]
