"""All mutants, in the order of the rule language."""

from __future__ import annotations

from tests.mutants import answering, ends, facts, judging, law, limits, notices, reasons, refusing, starts, sums

CHAPTERS = (facts, starts, law, ends, answering, reasons, limits, judging, refusing, sums, notices)
MUTANTS = tuple(mutant for chapter in CHAPTERS for mutant in chapter.MUTANTS)
