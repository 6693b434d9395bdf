"""What Outlook's Word engine cannot show: a linter of pages, since Outlook itself is not at hand.

Word splits the properties of CSS by element: all take text and background properties, `div` and `p` also margins, and
only the others (cells, tables, headings) also padding, width and single borders. What it does not know it drops.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

CORE = {
    *("color", "background-color", "font", "font-family", "font-style", "font-size", "font-weight"),
    *("text-decoration", "text-align", "vertical-align", "letter-spacing", "line-height", "white-space"),
    *("border", "border-color", "border-style", "border-width", "border-collapse", "display"),
}
MARGINS = {"text-indent", "margin", "margin-left", "margin-right", "margin-top", "margin-bottom"}
SIDES = {
    f"border-{side}{part}" for side in ("left", "right", "top", "bottom") for part in ("", "-color", "-width", "-style")
}
FULL = {"width", "height", "padding", "padding-left", "padding-right", "padding-top", "padding-bottom", *SIDES}
KNOWN = {"body": CORE | {"margin"}, "span": CORE, "b": CORE, "div": CORE | MARGINS, "p": CORE | MARGINS}
ELEMENTS = {
    *("html", "head", "meta", "title", "style", "body", "div", "p", "h1", "h2", "span", "b", "br"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
DISPLAYS = {"none", "block", "inline"}
HARMLESS = {"max-height", "overflow"}
"""Dropped by Word, and only there for others: in what it hides by `mso-hide`."""

_VOID = {"meta", "br"}
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLOCK = re.compile(r"([^{}]+)\{([^{}]*)\}")
_AT = re.compile(r"@[^{]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")


def faults(html: str) -> list[str]:
    """What Word would not show as meant, and what a reader of screens would miss."""
    page = _Page()
    page.feed(html)
    styled = [fault for sheet in page.sheets for fault in _of_sheet(sheet, page.tags)]
    return [*page.faults, *styled, *_of_page(html, page)]


class _Page(HTMLParser):
    """Reads a page element by element."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.sheets: list[str] = []
        self.headings: list[str] = []
        self.tags: dict[str, set[str]] = {}
        self.lang = ""
        self._open: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        self.faults += _of_element(tag, given)
        for name in given.get("class", "").split():
            self.tags.setdefault(name, set()).add(tag)
        if tag == "html":
            self.lang = given.get("lang", "")
        if tag in ("h1", "h2", "h3"):
            self.headings.append(tag)
        if tag not in _VOID:
            self._open.append((tag, given))

    def handle_endtag(self, tag):
        opened = self._open.pop()[0] if self._open else ""
        if opened != tag:
            self.faults.append(f"<{opened}> is closed by </{tag}>")

    def handle_data(self, data):
        if self._open and self._open[-1][0] == "style":
            self.sheets.append(data)


def _of_element(tag: str, given: dict[str, str]) -> Iterator[str]:
    if tag not in ELEMENTS:
        yield f"<{tag}> is not shown"
    if "background" in given:
        yield "a background image is not shown"
    if tag == "table" and given.get("role") != "presentation" and "aria-label" not in given:
        yield "a table is neither for layout nor named"
    if tag == "table" and not {"cellpadding", "cellspacing", "border"} <= given.keys():
        yield "a table leaves its padding, spacing or border to Word"
    if tag == "th" and given.get("scope") not in ("col", "row", "rowgroup"):
        yield "a heading cell does not say of what"
    yield from _of_declarations(tag, _declarations(given.get("style", "")))


def _of_sheet(sheet: str, tags: dict[str, set[str]]) -> Iterator[str]:
    """Only what stands outside `@media` and `[data-ogs*]`, which Word does not read."""
    for selectors, body in _BLOCK.findall(_AT.sub("", _COMMENT.sub("", sheet))):
        for selector in selectors.split(","):
            last = selector.split()[-1]
            if "[data-ogs" in selector:
                continue
            if re.search(r"[>+~:\[*]", selector):
                yield f"the selector '{selector.strip()}' is not understood"
            for tag in tags.get(last.rpartition(".")[2], set()) if "." in last else {last}:
                yield from _of_declarations(tag, _declarations(body))


def _of_declarations(tag: str, declared: dict[str, str]) -> Iterator[str]:
    hidden = declared.get("mso-hide") == "all"
    boxed = declared.get("max-width") and tag == "div"  # held by a table of its width for Word: see _of_page
    for name, value in declared.items():
        if name.startswith("mso-") or (hidden and name in HARMLESS) or (boxed and name == "max-width"):
            continue
        if name not in KNOWN.get(tag, CORE | MARGINS | FULL):
            yield f"'{name}' on <{tag}> is dropped"
        if name == "display" and value not in DISPLAYS:
            yield f"'display: {value}' is not shown"
        if re.search(r"url\(|calc\(|var\(|\d(?:rem|vw|vh|em)\b|rgba\(", value):
            yield f"'{value}' is not understood"
        if name.startswith("margin") and "-" in value:
            yield "a negative margin is dropped"


def _of_page(html: str, page: _Page) -> Iterator[str]:
    if not page.lang:
        yield "the page does not say its language"
    if page.headings[:1] != ["h1"] or page.headings.count("h1") != 1:
        yield "the headings do not begin with one h1"
    if "max-width" in html and not re.search(r'<!--\[if mso\]><table[^>]*\bwidth="\d+"', html):
        yield "max-width has no table of its width for Word"
    if html.count("<!--[if mso]>") != html.count("<![endif]-->"):
        yield "a comment for Word is not closed"
    for scheme in ("color-scheme", "supported-color-schemes"):
        if f'name="{scheme}"' not in html:
            yield f"the page does not say its {scheme}"
    if "prefers-color-scheme: dark" not in html:
        yield "the page has no dark colours"


def _declarations(style: str) -> dict[str, str]:
    pairs = (each.partition(":") for each in style.split(";") if ":" in each)
    return {name.strip().lower(): value.replace("!important", "").strip() for name, _, value in pairs}
