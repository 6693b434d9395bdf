"""Read the text of a file in the encodings that councils have."""

from __future__ import annotations

from pathlib import Path

from timeliness.errors import Problem

_ADVICE = "Save it as text in UTF-8 (in Excel: CSV UTF-8)."


class UnreadableError(Exception):
    """A file cannot be read as a table; `problem` says why, and what to do."""

    def __init__(self, path: str, message: str, row: int = 0) -> None:
        super().__init__(message)
        self.problem = Problem(path, row, 0, message)


def called(path: Path) -> str:
    """The name of a file or folder, as it can be written anywhere: bytes in it that are no text are '?'."""
    return path.absolute().name.encode("utf-8", "replace").decode("utf-8")


def check_file(path: Path, shown: str) -> None:
    """See that a path is a file. Raises UnreadableError."""
    if not path.is_file():
        raise UnreadableError(shown, "This is a folder, or a link that leads nowhere. Put the file itself here.")


def decoded(path: Path, shown: str) -> str:
    """Decode UTF-8 (with or without mark), UTF-16 (with mark) or Windows-1252; each line ends in a newline.

    Raises UnreadableError.
    """
    check_file(path, shown)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(shown, f"The file cannot be opened: {error.strerror}.") from None
    text = _text(data, shown)
    if "\0" in text:
        said = "There are NUL bytes here: this is not text, but perhaps a workbook, or UTF-16 without its mark."
        raise UnreadableError(shown, f"{said} {_ADVICE}", text.count("\n", 0, text.index("\0")) + 1)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _text(data: bytes, shown: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _or_refuse(data, "utf-16", "The file begins as UTF-16 and does not go on so.", shown)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _or_refuse(data, "cp1252", "A character here is neither UTF-8 nor Windows-1252.", shown)


def _or_refuse(data: bytes, encoding: str, otherwise: str, shown: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise UnreadableError(shown, f"{otherwise} {_ADVICE}", row) from None
