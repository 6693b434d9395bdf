"""A mutant: a rule of the language, and a small change of text in the product that breaks it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.spec.contents import numbered
from tests.spec.paragraphs import Paragraph

ROOT = Path(__file__).parents[2]
SOURCES = "src/timeliness"
SPEC = "tests/spec/test_spec.py"


@dataclass(frozen=True)
class Mutant:
    """Put `new` for `old`, which stands once in the file `path` of the product, and the rule in `breaks` is broken.

    `of` names what it is of: the number of an answer of decision 2, a day rule ('day c'), a rule of who answers whom
    ('rule 4'), a status, a reason why a clock cannot be judged. `by` are the tests that must tell: sections of the
    language's reference, or files of tests. Where nothing is named, they are the paragraphs that show the answers.
    """

    name: str
    breaks: str
    path: str
    old: str
    new: str
    of: tuple[str | int, ...] = ()
    by: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """The file, from the top of the tree."""
        return f"{SOURCES}/{self.path}"

    @property
    def tests(self) -> list[str]:
        """What pytest is asked to run."""
        files = [name for name in self.by if name.endswith(".py")]
        shown = [f"[{name}-" for name in self.by or paragraphs(self.of)]
        return files or [SPEC, "-k", " or ".join(shown)]

    def found(self, root: Path = ROOT) -> int:
        """How often the text stands in its file."""
        return (root / self.place).read_text(encoding="utf-8").count(self.old)

    def applied(self, root: Path) -> str:
        """Change the file under a folder, and give its text as it was. Raises ValueError where it cannot."""
        if self.found(root) != 1:
            raise ValueError(f"{self.name}: {self.place} has the text {self.found(root)} times, not once: {self.old!r}")
        text = (root / self.place).read_text(encoding="utf-8")
        (root / self.place).write_text(text.replace(self.old, self.new), encoding="utf-8")
        return text


def paragraphs(answers: tuple[str | int, ...]) -> list[str]:
    """The paragraphs that say that they show any of these answers: 'six_rules-1'."""
    return [
        f"{section}-{number}"
        for (section, number), one in numbered().items()
        if isinstance(one, Paragraph) and set(one.answers) & set(answers)
    ]
