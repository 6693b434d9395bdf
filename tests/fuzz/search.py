"""One search with atheris: `python -m tests.fuzz.search .csv CORPUS [libFuzzer options]`."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["timeliness.extracts"]):
    from tests.fuzz.reading import read


def main() -> None:
    """Give the reader of a kind of file what atheris thinks of, until it says that it is enough."""
    suffix = sys.argv.pop(1)
    atheris.Setup(sys.argv, lambda content: read(suffix, content) and None)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
