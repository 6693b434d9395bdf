"""The templates of what people read: a council's own before the shipped, sandboxed, and errors with their line."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from css_inline import CSSInliner
from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from timeliness.errors import Problem, RulesInvalidError
from timeliness.rulebook.names import unknown

_SUFFIX, _PAGE, _PLAIN = (".j2", ".css"), ".html.j2", ".txt.j2"
_FAULTS = (TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
_UNDEFINED = re.compile(r"'(\w+)' is undefined")


class _Environment(ImmutableSandboxedEnvironment):
    """A sandbox that knows the fields of a named tuple to be data; of all else it asks whether it is safe."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Read an attribute, as templates of a hundred rows do some thousand times."""
        if attribute in getattr(type(obj), "_fields", ()):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


class Templates:
    """The templates of some folders, the first folder that has a name going before the others."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._environment = _Environment(
            autoescape=_is_escaped,
            loader=FileSystemLoader([str(folder) for folder in folders]),
            undefined=StrictUndefined,
            keep_trailing_newline=True,
        )

    def text(self, name: str, values: Mapping[str, object]) -> str:
        """Write a template with some values. Raises RulesInvalidError, naming file and line."""
        try:
            return self._environment.get_template(name).render(values)
        except _FAULTS as error:
            problem = Problem(*_place(name, error), 0, _worded(error, values))
            raise RulesInvalidError("A template is not valid. Nothing was written.", [problem]) from None

    def html(self, name: str, values: Mapping[str, object]) -> str:
        """Write a template of a page, with the styles of the `.css` beside it written into its elements."""
        styles = self.text(name.replace(_PAGE, ".css"), {})
        inliner = CSSInliner(
            extra_css=styles, inline_style_tags=False, keep_style_tags=True, load_remote_stylesheets=False
        )
        return inliner.inline(self.text(name, values))


def _is_escaped(name: str | None) -> bool:
    """Escape everything for HTML, but for templates of plain text."""
    return name is None or not name.endswith(_PLAIN)


def _place(name: str, error: Exception) -> tuple[str, int]:
    """The file and the line: of the text where that cannot be read, else where it stood when it failed."""
    if isinstance(error, TemplateSyntaxError):
        return error.filename or error.name or name, error.lineno
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(_SUFFIX)]
    return (frames[-1].filename, frames[-1].lineno or 0) if frames else (name, 0)


def _worded(error: Exception, values: Mapping[str, object]) -> str:
    """Say what is wrong. Only Jinja's own words are repeated: another error may quote a child's data."""
    if isinstance(error, TemplateNotFound):
        return f"There is no template '{error.name}' in the folders of templates."
    if not isinstance(error, TemplateError):
        return f"This line failed ({type(error).__name__}). Check what it joins or compares."
    said = error.message or "It cannot be read"
    name = _UNDEFINED.fullmatch(said)
    return unknown("a name here", name[1], sorted(values)) if name else f"{said.rstrip('.')}."
