"""Fills fuzz/corpus (or the folder named) from what stands in the repository, and writes the words that steer the rules as a
dictionary.

Hand-made seeds (and every input that once went wrong) lie in fuzz/seeds/TARGET; the phrases of tests/corpus and the sample
articles are seeds of the recognisers too. What a fuzzer finds on top of them goes to fuzz/corpus and is not kept.
"""

import hashlib
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FUZZ = ROOT / "fuzz"
CORPUS = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else FUZZ / "corpus"


def put(target: str, content: bytes) -> None:
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha1(content).hexdigest()).write_bytes(content)


def phrases(name: str) -> list[str]:
    lines = (ROOT / "tests" / "corpus" / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t")[0] for line in lines if line.strip() and not line.startswith("#")]


def dictionary() -> str:
    """libFuzzer's format: one word a line, between quotes, bytes beyond ASCII in hexadecimal."""
    words = set()
    for path in sorted((ROOT / "data" / "lang").glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#") and line.strip():
                words.update(word.strip() for cell in line.split("\t")[-1:] for word in cell.split(" | "))
    short = sorted(word for word in words if 0 < len(word.encode()) <= 40)
    return "".join('"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"\n' for word in short)


def lock() -> None:
    """The dependencies of the fuzz targets are those of the program, which are compiled already: its lock file and our own."""
    own = {"giaoban-fuzz", "libfuzzer-sys", "arbitrary"}
    name = re.compile(r'name = "([^"]+)"')

    def packages(path: pathlib.Path) -> list[str]:
        return path.read_text(encoding="utf-8").split("[[package]]\n")

    def is_own(package: str) -> bool:
        return name.search(package)[1] in own

    head, *program = packages(ROOT / "Cargo.lock")
    ours = [package for package in packages(FUZZ / "Cargo.lock")[1:] if is_own(package)]
    merged = sorted((p.strip() + "\n\n" for p in program + ours), key=lambda p: name.search(p)[1])
    (FUZZ / "Cargo.lock").write_text("[[package]]\n".join([head, *merged]).rstrip() + "\n", encoding="utf-8")


def main() -> None:
    lock()
    for folder in sorted((FUZZ / "seeds").iterdir()):
        for path in sorted(folder.iterdir()):
            put(folder.name, path.read_bytes())
    articles = [path.read_bytes() for path in sorted((ROOT / "data" / "samples").glob("*.txt"))]
    of = {
        "text": ["staffing.tsv", "progress.tsv", "meeting.tsv", "documents.tsv", "place_bodies.tsv"],
        "dates": ["date.tsv"],
        "numbers": ["quantities.tsv"],
    }
    for target, names in of.items():
        for name in names:
            for phrase in phrases(name):
                put(target, phrase.encode())
    for article in articles:
        for piece in article.split(b"\n\n"):
            put("text", piece)
        put("encodings", article)
    (FUZZ / "words.dict").write_text(dictionary(), encoding="ascii")
    for folder in sorted(CORPUS.iterdir()):
        print(folder.name, len(list(folder.iterdir())), file=sys.stderr)


main()
