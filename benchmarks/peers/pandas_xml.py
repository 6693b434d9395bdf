"""A return in XML in pandas: `read_xml` of each block, then merges on child and position.

What `read_xml` reads does not say what it lies in. So the file is transformed once, in C, into blocks that carry the
numbers of their child and their episode: with a stylesheet for each block, as `read_xml` can take one, it would be
transformed once for each.
"""

from __future__ import annotations

import io

import pandas as pd
import polars as pl
from lxml import etree

from benchmarks.returns import BLOCKS, CENSUS, CHILD, EPISODE, compared
from benchmarks.work import Ground, Work

_CHILDREN = (CHILD, "PersonBirthDate", "ExpectedPersonBirthDate", "PersonDeathDate")
_NUMBERED = """
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:template match="/"><all><xsl:for-each select="Message/Children/Child">
  <xsl:variable name="child" select="position()"/>
  <Child child="{$child}"><xsl:copy-of select="ChildIdentifiers/*"/></Child>
  <xsl:for-each select="CINdetails">
    <xsl:variable name="episode" select="position()"/>
    <CINdetails child="{$child}" episode="{$episode}"><xsl:copy-of select="*[not(*)]"/></CINdetails>
    <xsl:for-each select="*[*] | ChildProtectionPlans/Reviews/CPPreviewDate">
      <xsl:element name="{name()}">
        <xsl:attribute name="child"><xsl:value-of select="$child"/></xsl:attribute>
        <xsl:attribute name="episode"><xsl:value-of select="$episode"/></xsl:attribute>
        <xsl:copy-of select="*[not(*)] | self::CPPreviewDate"/>
      </xsl:element>
    </xsl:for-each>
  </xsl:for-each>
</xsl:for-each></all></xsl:template>
</xsl:stylesheet>"""


def census(ground: Ground) -> Work:
    """Every block of a census, each row with its child and its episode."""
    numbered = etree.XSLT(etree.fromstring(_NUMBERED))
    path = str(ground.folder / CENSUS)

    def run() -> dict[str, pd.DataFrame]:
        flat = etree.tostring(numbered(etree.parse(path)))
        children = _read(flat, "Child", ("child", *_CHILDREN))
        episodes = _read(flat, "CINdetails", ("child", "episode", EPISODE)).merge(children, on="child")
        known = episodes[["child", "episode", CHILD, EPISODE]]
        blocks = {name: _read(flat, name, ("child", "episode", *values)) for name, values in BLOCKS.items()}
        return {name: rows.merge(known, on=["child", "episode"]) for name, rows in blocks.items()}

    return Work(run, lambda frames: pl.concat(_compared(name, frames[name]) for name in BLOCKS))


def _read(flat: bytes, block: str, columns: tuple[str, ...]) -> pd.DataFrame:
    """The rows of a block as text; `read_xml` leaves out an element that no row has."""
    return pd.read_xml(io.BytesIO(flat), xpath=f"./{block}", dtype=str).reindex(columns=list(columns))


def _compared(block: str, rows: pd.DataFrame) -> pl.DataFrame:
    columns = (CHILD, EPISODE, *BLOCKS[block])
    texts = {name: rows[name].astype(object).where(rows[name].notna(), None).tolist() for name in columns}
    return compared(block, pl.DataFrame(texts, schema=dict.fromkeys(columns, pl.String)))
