"""Turn what pydantic found into problems that a rule author can act on."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from timeliness.errors import Problem
from timeliness.rulebook.documents import Document, Path
from timeliness.rulebook.names import unknown

Model = TypeVar("Model", bound=BaseModel)

_WANTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "date_type": "a date, year-month-day, without quotes",
    "dict_type": "a mapping of names to values",
    "model_type": "a mapping of names to values",
    "tuple_type": "a list",
}


def validate(model: type[Model], document: Document, problems: list[Problem], at: Path = ()) -> Model | None:
    """Read a document (or the part of it that stands `at` a place) as a model; note every problem."""
    data = document.data
    for step in at:
        data = data[step]
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            where = (*at, *(step for step in detail["loc"]))
            problems.append(document.problem(where, _worded(model, detail)))
        return None


def repaired(model: type[Model], document: Document) -> Model | None:
    """Read a document with what is malformed in it put aside, so that the rest of it can be looked at too.

    Unknown keys are left out, and what should be a duration is one. None where that is not enough.
    """
    data = deepcopy(document.data)
    for _ in range(_TRIES):
        try:
            return model.model_validate(data)
        except ValidationError as error:
            if not all(_put_aside(data, detail) for detail in error.errors(include_url=False)):
                return None
    return None


_TRIES = 5
_PLACEHOLDER = "1 day"


def _put_aside(data: Any, detail: ErrorDetails) -> bool:
    """Change the data at the place of an error; say whether that was possible."""
    here, last = _at(data, detail["loc"])
    if not isinstance(here, dict) or last not in here:
        return False
    match detail["type"]:
        case "literal_error":
            here[last] = _allowed(detail)[0]
        case "value_error" if last not in ("when", "where"):
            here[last] = _PLACEHOLDER
        case "value_error" | "extra_forbidden":
            del here[last]
        case _:
            return False
    return True


def _at(data: Any, loc: tuple[int | str, ...]) -> tuple[Any, int | str]:
    """The innermost mapping or list on the way to a place, and the key in it; short forms end the way early."""
    here, key = data, loc[0]
    for step in loc:
        inner = here.get(key) if isinstance(here, dict) else None
        if isinstance(here, list) and isinstance(step, int) and step < len(here):
            here, key = here[step], step
            continue
        if step != key and isinstance(inner, dict | list):
            here = inner[step] if isinstance(inner, list) and isinstance(step, int) and step < len(inner) else inner
        if isinstance(here, dict) and step in here:
            key = step
    return here, key


def _allowed(detail: ErrorDetails) -> list[str]:
    return re.findall(r"'([^']+)'", detail["ctx"]["expected"])


def _worded(model: type[BaseModel], detail: ErrorDetails) -> str:
    kind, found, name = detail["type"], detail["input"], str(detail["loc"][-1]) if detail["loc"] else "this"
    if kind == "extra_forbidden":
        return unknown("a key here", name, _keys(_model_at(model, detail["loc"][:-1])))
    if kind == "missing":
        return f"'{name}' is missing. {_prose(_model_at(model, detail['loc'][:-1]), name)}".strip()
    if kind == "literal_error":
        return unknown(f"a value of '{name}'", found, _allowed(detail))
    if kind == "value_error":
        return str(detail["ctx"]["error"])
    if kind in _WANTED:
        return f"'{name}' is {_shown(found)}. It must be {_WANTED[kind]}."
    return f"'{name}' is {_shown(found)}. {detail['msg']}."


def _shown(found: object) -> str:
    return f"'{found}'" if isinstance(found, str | int | bool) else f"a {type(found).__name__}"


def _model_at(model: type[BaseModel], loc: tuple[Any, ...]) -> type[BaseModel]:
    for step in loc:
        field = _fields(model).get(str(step)) if isinstance(step, str) else None
        inner = _inner(field) if field is not None else None
        model = inner or model
    return model


def _fields(model: type[BaseModel]) -> dict[str, Any]:
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _inner(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _inner(part))), None)


def _keys(model: type[BaseModel]) -> list[str]:
    return list(_fields(model))


def _prose(model: type[BaseModel], name: str) -> str:
    found = (field for key, field in model.model_fields.items() if (field.alias or key) == name)
    return next((field.description for field in found if field.description), "")
