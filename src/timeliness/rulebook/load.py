"""Load rules, vocabulary and calendars from their folders."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from timeliness.errors import Problem, RulesInvalidError
from timeliness.facts import Vocabulary
from timeliness.rulebook.calendars import Calendar, read_calendar, read_named_days
from timeliness.rulebook.check import check_rule, check_rulebook
from timeliness.rulebook.documents import Document, read_documents
from timeliness.rulebook.examples import check_examples
from timeliness.rulebook.resolve import resolve
from timeliness.rulebook.rules import Rule
from timeliness.rulebook.scope import Names
from timeliness.rulebook.vocabulary import read_vocabulary
from timeliness.rulebook.wording import repaired, validate
from timeliness.rulebook.written import WrittenRule

VOCABULARY = "vocabulary"
CALENDARS = "calendar"
TIMESCALES = "timescales.yaml"
QUESTIONS = "questions.yaml"
_NOT_RULES = (CALENDARS, VOCABULARY, TIMESCALES, QUESTIONS, "schema")


@dataclass(frozen=True)
class Rulebook:
    """All rules at one state of their folders, by id, with the vocabulary and the calendars they name."""

    rules: dict[str, Rule]
    vocabulary: Vocabulary
    calendars: dict[str, Calendar]
    files: tuple[Path, ...]

    @cached_property
    def digest(self) -> str:
        """The rulebook's own time: SHA-256 over the names and bytes of its files."""
        total = hashlib.sha256()
        for path in self.files:
            total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        return total.hexdigest()


def load_rulebook(shipped: Path, local: Sequence[Path] = ()) -> Rulebook:
    """Load the shipped rules and a council's own folders.

    A council's folder may add rules, calendars and kinds of fact; a name that is already there is refused. Raises
    RulesInvalidError with every problem of every file.
    """
    loader = _Loader()
    vocabulary = loader.vocabulary([shipped, *local])
    calendars = loader.calendars([shipped, *local])
    rules = loader.rules([shipped, *local], vocabulary, frozenset(calendars))
    problems = [*loader.problems, *check_rulebook(rules)]
    if problems:
        files = len({problem.path for problem in problems})
        number = len(set(problems))
        raise RulesInvalidError(f"{number} problem(s) in {files} file(s) of rules. Nothing was run.", problems)
    return Rulebook(dict(sorted(rules.items())), vocabulary, calendars, tuple(sorted(loader.files)))


class _Loader:
    """Reads files and gathers what is wrong with them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.files: list[Path] = []

    def text(self, path: Path) -> str:
        self.files.append(path)
        try:
            return path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            self.problems.append(Problem(shown(path), 0, 0, "The file is not UTF-8 text. Save it as UTF-8."))
        except OSError as error:
            self.problems.append(Problem(shown(path), 0, 0, f"The file cannot be read: {error.strerror}."))
        return ""

    def documents(self, path: Path) -> list[Document]:
        documents, problems = read_documents(shown(path), self.text(path))
        self.problems += problems
        return documents

    def vocabulary(self, folders: Sequence[Path]) -> Vocabulary:
        paths = [path for folder in folders for path in sorted((folder / VOCABULARY).glob("*.yaml"))]
        documents = [document for path in paths for document in self.documents(path)]
        if not documents:
            raise RulesInvalidError(f"There is no vocabulary in {shown(folders[0] / VOCABULARY)}.", self.problems)
        return read_vocabulary(documents, self.problems)

    def calendars(self, folders: Sequence[Path]) -> dict[str, Calendar]:
        found: dict[str, Calendar] = {}
        for folder in (each / CALENDARS for each in folders):
            tables = {path.name: path for path in sorted(folder.glob("*.csv"))}
            used = set()
            for path in sorted(folder.glob("*.yaml")):
                for document in self.documents(path):
                    used.add(document.data.get("holidays") if isinstance(document.data, dict) else None)
                    texts = {name: self.text(table) for name, table in tables.items()}
                    calendar = read_calendar(document, texts, self.problems)
                    found |= {calendar.name: calendar} if calendar else {}
            for name in sorted(set(tables) - used):
                own = read_named_days(Path(name).stem, shown(tables[name]), self.text(tables[name]), self.problems)
                found |= {own.name: own} if own else {}
        return found

    def rules(self, folders: Sequence[Path], vocabulary: Vocabulary, calendars: frozenset[str]) -> dict[str, Rule]:
        found: dict[str, Rule] = {}
        for path in (path for folder in folders for path in _rule_files(folder)):
            for document in self.documents(path):
                rule = self.rule(Names(vocabulary, calendars, document, self.problems))
                if rule is not None and rule.id in found:
                    first = found[rule.id]
                    message = f"'{rule.id}' is already a rule, in {first.path}:{first.line}. Choose another id."
                    self.problems.append(document.problem(("id",), message))
                elif rule is not None:
                    found[rule.id] = rule
        return found

    def rule(self, names: Names) -> Rule | None:
        if not isinstance(names.document.data, dict):
            names.refuse((), "A rule is a mapping of keys, beginning with 'id'.")
            return None
        written = validate(WrittenRule, names.document, self.problems)
        if written is None:
            rest = repaired(WrittenRule, names.document)
            if rest is not None:
                resolve(rest, names)
            return None
        rule = resolve(written, names)
        if rule is not None:
            check_rule(rule, names)
            check_examples(rule, names)
        return rule


def _rule_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*.yaml")):
        if path.relative_to(folder).parts[0] not in _NOT_RULES:
            yield path


def shown(path: Path) -> str:
    """A path as a reader knows it: from where they stand if it is below, else whole."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive, on Windows
        return str(path)
    return str(path) if relative.startswith("..") else relative.replace(os.sep, "/")
