#!/usr/bin/env python3
"""The report in headless Chromium: it opens without a request or an error, sorts, filters, leads from a figure to its sentence and
back, works without script, passes axe, and prints to A4 with its charts whole.

    tests/browser/report.py REPORT.html [--axe axe.min.js] [--keep FOLDER]

Needs chromium, chromedriver and pdftotext; `tests/browser/run.sh` installs them. --keep leaves the PDF and screenshots in a folder.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata

from webdriver import Browser, Failed

PHONE = (390, 844)
DESK = (1280, 900)


def check(holds, what):
    if not holds:
        raise AssertionError(what)
    print(f"  ok  {what}")


def opens(b, url):
    b.cdp("Network.enable")
    b.open(url)
    errors = [entry["message"] for entry in b.log() if entry["level"] == "SEVERE"]
    check(not errors, f"opens without an error {errors or ''}")
    asked = b.run("return performance.getEntriesByType('resource').map(function (e) { return e.name; })")
    check(not [a for a in asked if not a.startswith("data:")], f"asks for nothing outside {asked or ''}")
    check(b.run("return document.querySelectorAll('h1').length") == 1, "has one main heading")
    check(b.run("return document.querySelectorAll('.card').length") >= 3, "has its main numbers")
    signs = b.run("return Array.from(document.querySelectorAll('.card-change strong')).map(e => e.textContent)")
    check(signs and all(re.match(r"\([+−0]", s) for s in signs), f"and their change {signs}")
    check(b.run("return document.querySelectorAll('.chart svg').length") >= 5, "has its charts")


def column(b, table, at):
    script = """
        var rows = document.getElementById(arguments[0]).tBodies[0].rows;
        return Array.from(rows).filter(function (r) { return !r.hasAttribute('data-last'); })
            .map(function (r) { return r.cells[arguments[1]].getAttribute('data-v'); }, arguments);
    """
    script = script.replace("arguments[1]", "column").replace("var rows", "var column = arguments[1]; var rows")
    values = b.run(script, table, at)
    return [float(v) for v in values if v]


def sorts(b):
    table = "t-meetings_region"
    head = f"#{table} thead th:nth-child(2)"
    b.click(f"{head} button")
    falling = column(b, table, 1)
    check(len(falling) > 2 and falling == sorted(falling, reverse=True), "sorts a column of figures, largest first")
    b.press("\ue007")  # Enter on the button that has the focus
    check(column(b, table, 1) == sorted(falling), "sorts the other way by the keyboard")
    said = b.run("return document.querySelector(arguments[0]).getAttribute('aria-sort')", head)
    check(said == "ascending", "says so to a screen reader")
    last = f"return Array.from(document.getElementById('{table}').tBodies[0].rows).map(r => r.hasAttribute('data-last'))"
    flags = b.run(last)
    check(flags == sorted(flags), "keeps the rows of the whole country last")


def plain(text):
    """Without marks and case, as the search reads it."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(c for c in letters if not unicodedata.combining(c))


def filters(b):
    shown = "return document.querySelectorAll('.fact:not([hidden])').length"
    everything = b.run(shown)
    b.type("#fact-search", "ha noi")
    some = b.run(shown)
    check(0 < some < everything, f"finds facts without marks on the letters ({some} of {everything})")
    texts = b.run("return Array.from(document.querySelectorAll('.fact:not([hidden])')).map(f => f.textContent)")
    check(all("ha" in plain(t) and "noi" in plain(t) for t in texts), "and only those that match")
    b.click("#fact-clear")
    check(b.run(shown) == everything, "shows all again")
    b.type("#t-sources-search", "laodongthudo")
    rows = "return document.querySelectorAll('#t-sources tbody tr:not([hidden])').length"
    check(0 < b.run(rows) < 20, "filters the list of sources")
    # Another table: by name without marks; its total is of all rows, and so it goes while some are hidden.
    table = "t-staff_target"
    names = f"return Array.from(document.querySelectorAll('#{table} tbody tr:not([hidden]) th')).map(t => t.textContent)"
    all_names = b.run(names)
    b.type(f"#{table}-search", "lang son")
    check(b.run(names) == ["Lạng Sơn"] and len(all_names) > 7, f"filters a table of {len(all_names)} rows")
    check(b.run(f"return document.querySelector('#{table} tfoot').hidden"), "and hides the total of all rows")
    said = b.run(f"return document.querySelector('#{table}-search').parentNode.querySelector('[role=status]').textContent")
    check(said.startswith("1/") or said.startswith("1 of"), f"says how many rows are left ({said})")
    # A link to a hidden row shows it again.
    hidden = b.run(f"return document.querySelector('#{table} tbody tr[hidden]').id")
    b.run("location.hash = arguments[0]", hidden)
    check(b.run(names) == all_names and visible(b, "#" + hidden), "and a link to a hidden row shows it")


def visible(b, css):
    """Whether the first match can be seen on the screen."""
    return b.run(
        """var e = document.querySelector(arguments[0]); if (!e) return false;
        var r = e.getBoundingClientRect();
        return r.height > 0 && r.top < innerHeight && r.bottom > 0;""",
        css,
    )


def leads_to_sentences(b):
    # A figure of one fact leads straight to it.
    href = b.run(
        """var a = Array.from(document.querySelectorAll('#overview td a.n')).find(a => a.hash.indexOf('#F') === 0
            && document.getElementById(a.hash.slice(1)).querySelector('mark'));
        return a ? a.hash : Array.from(document.querySelectorAll('td a.n')).find(a => a.hash.indexOf('#F') === 0).hash;"""
    )
    b.run("document.querySelectorAll('details').forEach(d => d.open = d.matches('.fold'))")
    b.click(f"td a.n[href='{href}']")
    check(visible(b, href), f"a figure opens its one fact {href}")
    check(b.run("return document.activeElement.id") == href[1:], "and moves the focus there")
    b.click("#fact-back")
    check(b.run("return document.activeElement.hash") == href, "and back to the figure")
    # The first card: all its facts, with their sentences, and nothing else.
    want = b.run("return document.querySelectorAll('#r-card-meetings a').length")
    said = b.run("return document.querySelector('.card-figure').textContent.replace(/\\D/g, '')")
    check(want == int(said), f"the card of {said} meetings lists as many facts")
    b.click(".card-figure a")
    check(b.run("return document.querySelectorAll('.fact:not([hidden])').length") == want, "a card opens its facts")
    check(visible(b, ".fact:not([hidden])"), "and they are on the screen")
    check(b.run("return document.querySelectorAll('.fact:not([hidden]) mark').length") > 0, "with the words marked in sentences")
    b.click("#fact-back")
    # From a fact back to the row in which it counts.
    fact = b.run("return Array.from(document.querySelectorAll('.fact')).find(f => f.querySelector('.used a')).id")
    b.run("location.hash = arguments[0]", fact)
    row = b.run("return document.querySelector('#' + arguments[0] + ' .used a').hash", fact)
    b.click(f"#{fact} .used a")
    check(visible(b, row), "a fact leads back to the row in which it counts")


def passes_axe(b, axe, name):
    # All is unfolded, and of the hundreds of facts, which are made alike, as many as show every kind of them.
    b.run("document.querySelectorAll('details').forEach(d => d.open = true)")
    b.run("document.querySelectorAll('.facts').forEach(g => g.querySelectorAll('.fact').forEach((f, n) => f.hidden = n >= 15))")
    b.run(axe.read_text(encoding="utf-8"))
    found = b.run_async(
        """var done = arguments[arguments.length - 1];
        axe.run(document, {resultTypes: ['violations']}).then(function (r) {
            done(r.violations.map(function (v) {
                return {id: v.id, impact: v.impact, help: v.help, at: v.nodes.slice(0, 3).map(n => n.target.join(' ')), n: v.nodes.length};
            }));
        });"""
    )
    bad = [v for v in found if v["impact"] in ("serious", "critical")]
    for v in found:
        print(f"      {v['impact']}: {v['id']}: {v['help']} ({v['n']}) {v['at']}")
    check(not bad, f"axe has no serious finding ({name})")


def fits(b, name):
    width = b.run("return document.documentElement.scrollWidth - innerWidth")
    check(width <= 0, f"does not scroll sideways ({name})")


def prints(b, keep):
    pdf = keep / "report.pdf"
    pdf.write_bytes(b.print())
    text = subprocess.run(["pdftotext", "-raw", pdf, "-"], check=True, capture_output=True, text=True).stdout
    pages = text.split("\f")[:-1]
    size = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
    check("A4" in size, "prints on A4")
    # A chart is whole when its first and its last text stand on one page.
    charts = b.run(
        """return Array.from(document.querySelectorAll('.chart .wide svg')).map(function (s) {
            var t = s.querySelectorAll('text'); return [t[0].textContent, t[t.length - 1].textContent];
        })"""
    )
    squeeze = lambda t: re.sub(r"\s+", "", t)
    pages = [squeeze(p) for p in pages]
    for first, last in charts:
        check(any(squeeze(first) in p and squeeze(last) in p for p in pages), f"prints the chart whole: {first}")
    pictures(pdf, keep)
    joined = "".join(pages)
    rows = b.run("return Array.from(document.querySelectorAll('#t-meetings_month tbody th')).map(t => t.textContent)")
    check(all(squeeze(r) in joined for r in rows), "prints tables that are folded on the screen")
    # The pages on which many of its lines begin with one of its months.
    lines = [page.splitlines() for page in text.split("\f")[:-1]]
    on = [n for n, page in enumerate(lines) if sum(any(l.startswith(r) for l in page) for r in rows) >= 8]
    head = squeeze(b.run("return document.querySelector('#t-meetings_month thead th:nth-child(2)').textContent"))
    check(len(on) > 1 and all(head in pages[n] for n in on), "with their heads on every page")
    check(b.run("return document.querySelectorAll('thead button').length") > 20, "and leaves the page as it was")
    link = b.run("return document.querySelector('#t-sources .url').textContent")
    check(squeeze(link) in joined, "prints the addresses of the sources")
    facts = b.run("return Array.from(document.querySelectorAll('.fact mark')).map(m => m.textContent)")
    check(sum(squeeze(f) in joined for f in facts) > 0.8 * len(facts), "prints the sentences")


def pictures(pdf, keep):
    """The first pages of the PDF as pictures, for eyes."""
    subprocess.run(["pdftoppm", "-r", "50", "-png", "-l", "12", pdf, keep / "page"], check=True)


def reads_without_script(url):
    with Browser(*DESK, script=False) as b:
        b.open(url)
        # Nothing can be run in the page: what it says is in its source, and what it shows in its picture of accessibility.
        tree = b.cdp("Accessibility.getFullAXTree")["nodes"]
        names = [n.get("name", {}).get("value", "") for n in tree if not n.get("ignored")]
        roles = [n.get("role", {}).get("value") for n in tree if not n.get("ignored")]
        check(roles.count("table") >= 5, "tables are there without script")
        check("DisclosureTriangle" in roles and len(names) > 300, "and everything else can be unfolded")


def main():
    args = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    args.add_argument("report", type=pathlib.Path)
    args.add_argument("--axe", type=pathlib.Path)
    args.add_argument("--keep", type=pathlib.Path)
    args = args.parse_args()
    url = args.report.resolve().as_uri()
    with tempfile.TemporaryDirectory() as folder:
        keep = args.keep or pathlib.Path(folder)
        keep.mkdir(parents=True, exist_ok=True)
        with Browser(*DESK) as b:
            opens(b, url)
            fits(b, "desktop")
            b.screenshot(keep / "desktop.png")
            sorts(b)
            filters(b)
            b.open("about:blank")
            b.open(url)
            leads_to_sentences(b)
            b.open("about:blank")
            b.open(url)
            prints(b, keep)
            if args.axe:
                passes_axe(b, args.axe, "light")
        with Browser(*DESK, dark=True) as b:
            b.open(url)
            dark = b.run("return getComputedStyle(document.body).backgroundColor")
            check(dark != "rgb(255, 255, 255)", "has a dark mode")
            ground = b.run("return getComputedStyle(document.querySelector('.chart')).backgroundColor")
            check(ground == "rgb(255, 255, 255)", "in which charts stay on white")
            b.screenshot(keep / "dark.png")
            if args.axe:
                passes_axe(b, args.axe, "dark")
        with Browser(*PHONE) as b:
            b.resize(*PHONE)
            b.open(url)
            fits(b, "phone")
            cut = b.run(
                """return Array.from(document.querySelectorAll('.chart.both svg')).filter(s => s.getClientRects().length)
                    .filter(s => s.getBoundingClientRect().right > innerWidth).map(s => s.querySelector('title').textContent)"""
            )
            check(not cut, f"shows charts whole on a phone {cut or ''}")
            most = b.run("return document.querySelectorAll('.chart.both').length / document.querySelectorAll('.chart').length")
            check(most >= 0.75, f"nearly all of them: what has no room for larger letters scrolls ({most:.0%})")
            least = b.run(
                """return Math.min(...Array.from(document.querySelectorAll('.chart .narrow svg text'))
                    .map(t => parseFloat(t.getAttribute('font-size')) * t.ownerSVGElement.getScreenCTM().a))"""
            )
            check(least >= 8, f"in letters of at least {least:.1f} pixels")
            b.screenshot(keep / "phone.png")
            if args.axe:
                passes_axe(b, args.axe, "phone")
        reads_without_script(url)


if __name__ == "__main__":
    try:
        main()
    except (AssertionError, Failed) as problem:
        sys.exit(f"  FAILED  {problem}")
