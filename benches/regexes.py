"""For comparison: dates, ratios and document numbers by regular expressions, as one would write them in an hour. Prints counts."""

import json
import re
import sys

PATTERNS = {
    "dates": re.compile(
        r"(?:ngày\s+)?\b\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{4})?\b|\bngày\s+\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?"
        r"|\b(?:tháng|quý)\s+(?:\d{1,2}|[IVX]+)(?:\s*/\s*\d{4}|\s+năm\s+\d{4})?|\bnăm\s+\d{4}",
        re.IGNORECASE,
    ),
    "ratios": re.compile(r"\b\d+(?:[.,]\d+)*\s*/\s*\d+(?:[.,]\d+)*\s+\w+|\b\d+(?:,\d+)?\s*%"),
    "documents": re.compile(
        r"\b(?:nghị quyết|chỉ thị|quyết định|kết luận|nghị định|thông tư|kế hoạch|quy định)\s+(?:số\s+)?\d+[\w/-]*", re.IGNORECASE
    ),
}

counts = dict.fromkeys(PATTERNS, 0)
with open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        article = json.loads(line)
        for text in (article.get("title") or "", article["text"]):
            for name, pattern in PATTERNS.items():
                counts[name] += sum(1 for _ in pattern.finditer(text))
print(json.dumps(counts))
