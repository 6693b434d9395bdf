"""What can go wrong, by whose fault it is: one class and one exit code each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in one place: `path:line:column  message`."""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part)
        return f"{place}  {self.message}"


class TimelinessError(Exception):
    """Something a person can put right. Carries every problem found, not only the first."""

    exit_code = 1

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems = tuple(sorted(set(problems)))

    def __str__(self) -> str:
        return "\n".join([*(str(problem) for problem in self.problems), self.message])


class UsageError(TimelinessError):
    """The command was asked for something it cannot do as asked."""

    exit_code = 2


class RulesInvalidError(TimelinessError):
    """A rule, a vocabulary, a calendar, a mapping or a configuration file is not valid."""

    exit_code = 3


class ExtractRefusedError(TimelinessError):
    """The extract cannot be read as facts."""

    exit_code = 4
