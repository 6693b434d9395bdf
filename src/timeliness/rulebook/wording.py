"""Turn what pydantic found into problems that a rule author can act on."""

from __future__ import annotations

import re
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
    "date_type": "a date, year-month-day",
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


def _worded(model: type[BaseModel], detail: ErrorDetails) -> str:
    kind, found, name = detail["type"], detail["input"], str(detail["loc"][-1]) if detail["loc"] else "this"
    if kind == "extra_forbidden":
        return unknown("a key here", name, _keys(_model_at(model, detail["loc"][:-1])))
    if kind == "missing":
        return f"'{name}' is missing. {_prose(_model_at(model, detail['loc'][:-1]), name)}".strip()
    if kind == "literal_error":
        return unknown(f"a value of '{name}'", found, re.findall(r"'([^']+)'", detail["ctx"]["expected"]))
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
