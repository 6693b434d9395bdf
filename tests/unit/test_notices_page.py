"""How a notice looks: in Outlook by a linter, on a phone as a browser measures it."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess

import pytest
from tests.unit.notices_made import clock, covered, made, mixed
from tests.unit.word_engine import faults

SILENT = covered(good=("could not run", "no table x"), own=("partly", "no table y"))
NORTH = made(mixed(), coverage=SILENT)["North"]
EMPTY = made([], addresses={"South": "s@example.gov.uk"})["South"]
NOBODYS = made([clock(team="Unallocated")])["Unallocated"]
CELL = 'class="bar" style="'
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.parametrize("notice", [NORTH, EMPTY, NOBODYS], ids=["mixed", "all clear", "unallocated"])
def test_the_word_engine_shows_a_notice_as_meant(notice):
    assert faults(notice.html) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("<h2", "<svg></svg><h2", "<svg> is not shown"),
        ("<h2", "<img src='x'><h2", "<img> is not shown"),
        ("<h2", "<ul></ul><h2", "<ul> is not shown"),
        ('class="bar"', 'class="bar" background="x.png"', "a background image is not shown"),
        ('class="tiles" role="presentation"', 'class="tiles"', "a table is neither for layout nor named"),
        ('cellpadding="6"', "", "a table leaves its padding, spacing or border to Word"),
        ('scope="col"', "", "a heading cell does not say of what"),
        ("<p ", '<p style="padding: 1px"></p><p ', "'padding' on <p> is dropped"),
        ('<div class="page"', '<div style="width: 9px"></div><div class="page"', "'width' on <div> is dropped"),
        ('class="number" style="', 'class="number" style="margin: 1px;', "'margin' on <span> is dropped"),
        (CELL, CELL + "background-image: none;", "'background-image' on <td> is dropped"),
        (CELL, CELL + "border: url(x.png);", "'url(x.png)' is not understood"),
        (CELL, CELL + "display: flex;", "'display: flex' is not shown"),
        (CELL, CELL + "display: grid;", "'display: grid' is not shown"),
        (CELL, CELL + "position: absolute;", "'position' on <td> is dropped"),
        (CELL, CELL + "float: left;", "'float' on <td> is dropped"),
        (CELL, CELL + "border-radius: 3px;", "'border-radius' on <td> is dropped"),
        (CELL, CELL + "margin: -3px;", "a negative margin is dropped"),
        ("font-size: 40px", "font-size: 2rem", "'2rem' is not understood"),
        (".rows .band {", ".rows > .band {", "the selector '.rows > .band' is not understood"),
        (".rows .why { font-size: 14px; }", ".rows .why { padding: 1px; }", "'padding' on <span> is dropped"),
        (' lang="en-GB" xmlns', " xmlns", "the page does not say its language"),
        ("<h1", "<h2></h2><h1", "the headings do not begin with one h1"),
        (
            '[if mso]><table role="presentation" width="680"',
            "[if mso]><table",
            "max-width has no table of its width for Word",
        ),
        ("<!--[if mso]><xml>", "<!--[if mso] ><xml>", "a comment for Word is not closed"),
        ('name="color-scheme"', "", "the page does not say its color-scheme"),
        ("prefers-color-scheme: dark", "print", "the page has no dark colours"),
        ("</h1>", "</h2>", "<h1> is closed by </h2>"),
    ],
)
def test_the_linter_finds_what_word_would_not_show(old, new, fault):
    assert old in NORTH.html
    assert fault in faults(NORTH.html.replace(old, new, 1))


def test_the_rows_of_a_long_notice_carry_little_style():
    long = made([clock(child=f"c{n}") for n in range(100)])["North"].html
    short = made([clock(child="c")])["North"].html
    assert (len(long) - len(short)) / 99 < 400


def test_the_tables_of_rows_are_named_and_their_cells_say_what_they_head():
    named = re.findall(r'<table class="(?:rows|sums)[^>]*aria-label="([^"]+)"', NORTH.html)
    headings = [re.sub(r" \(\d+\)$", "", each) for each in re.findall(r"<h2[^>]*>([^<]+)</h2>", NORTH.html)]
    assert named == headings[: len(named)]
    assert len(named) == 7
    assert NORTH.html.count('<th class="child" scope="row">') == 13


MEASURE = """
<iframe id="phone" style="width:375px;height:2000px;border:0" srcdoc="PAGE"></iframe>
<script>
document.getElementById("phone").onload = function () {
  var page = this.contentDocument;
  function bottom(selector) { return Math.round(page.querySelector(selector).getBoundingClientRect().bottom); }
  var tiles = [].map.call(page.querySelectorAll(".tile"), e => Math.round(e.getBoundingClientRect().bottom));
  var wide = [].map.call(page.querySelectorAll("body *"), e => Math.round(e.getBoundingClientRect().right));
  document.title = JSON.stringify({counts: Math.max(...tiles), reference: bottom(".rows .child"),
    late: bottom(".rows .how"), duty: bottom(".rows .late + td b"), right: Math.max(...wide)});
};
</script>
"""


@pytest.mark.skipif(CHROMIUM is None, reason="there is no browser here to measure with")
def test_on_a_phone_the_counts_and_the_first_row_stand_above_700_pixels(tmp_path):
    long = "Care Management and Child Protection North"
    page = made([{**each, "team": long} for each in mixed()], coverage=SILENT)[long].html
    (tmp_path / "page.html").write_text(MEASURE.replace("PAGE", html.escape(page)), encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    found = subprocess.run(  # noqa: S603 (our own page)
        [
            str(CHROMIUM),
            *options,
            f"--user-data-dir={tmp_path}/chrome",
            "--virtual-time-budget=2000",
            "--dump-dom",
            f"file://{tmp_path}/page.html",
        ],
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    title = re.search(r"<title>(\{.*?\})</title>", found.stdout)
    assert title, found.stdout[:500]
    measured = json.loads(title[1])
    assert max(measured[name] for name in ("counts", "reference", "late", "duty")) < 700, measured
    assert measured["right"] <= 375
