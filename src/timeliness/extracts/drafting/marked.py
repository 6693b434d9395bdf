"""YAML with remarks: text that is to be looked at carries a comment on its own line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Self

import yaml

_STEP = "  "
_WIDE = 1_000_000
_LONG = 90


class Marked(str):
    """Text with a remark."""

    __slots__ = ("remark",)
    remark: str

    def __new__(cls, text: str, remark: str) -> Self:
        """Mark a text."""
        made = super().__new__(cls, text)
        made.remark = remark
        return made


class Remark(str):
    """A comment that stands in a list, in the place of an item."""

    __slots__ = ()


def written(data: dict[str, Any]) -> str:
    """Write keys and values as YAML; what is long, or holds a remark anywhere, is written line by line."""
    return "".join(f"{line}\n" for line in _mapping(data, ""))


def _mapping(data: dict[str, Any], indent: str) -> Iterator[str]:
    for key, value in data.items():
        head = f"{indent}{_scalar(key)}:"
        if not _is_marked(value) and len(_flow(value)) <= _LONG:
            yield _remarked(f"{head} {_flow(value)}", key)
        elif isinstance(value, dict):
            yield _remarked(head, key)
            yield from _mapping(value, indent + _STEP)
        elif isinstance(value, list):
            yield _remarked(head, key)
            yield from _sequence(value, indent + _STEP)
        else:
            yield _remarked(f"{head} {_scalar(value)}", value)


def _sequence(items: list[Any], indent: str) -> Iterator[str]:
    for item in items:
        if isinstance(item, Remark):
            yield f"{indent}# {item}"
        elif isinstance(item, dict) and item:
            first, *rest = _mapping(item, indent + _STEP)
            yield f"{indent}- {first.removeprefix(indent + _STEP)}"
            yield from rest
        else:
            yield _remarked(f"{indent}- {_flow(item)}", item)


def _is_marked(value: Any) -> bool:
    """Whether there is a remark in a value."""
    if isinstance(value, dict):
        return any(_is_marked(each) for pair in value.items() for each in pair)
    if isinstance(value, list):
        return any(_is_marked(each) for each in value)
    return isinstance(value, Marked | Remark)


def _remarked(line: str, of: Any) -> str:
    return f"{line}  # {of.remark}" if isinstance(of, Marked) else line


def _flow(value: Any) -> str:
    text = yaml.safe_dump(_plain(value), default_flow_style=True, sort_keys=False, allow_unicode=True, width=_WIDE)
    return text.removesuffix("...\n").strip()


def _scalar(text: str) -> str:
    return _flow(str(text))


def _plain(value: Any) -> Any:
    """Text without its remarks."""
    if isinstance(value, dict):
        return {_plain(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, str) else value
