"""Search for what readers let through: `make fuzz`.

With atheris, which follows the readers' own branches; where it is not to be had, with hypothesis at length.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.reading import SEEDS, TOKENS, suffixes

HERE = Path(__file__).parent


def main(seconds: int) -> int:
    """Search each kind of file for so long; give the exit code."""
    environment = os.environ | {"HYPOTHESIS_PROFILE": "long"}
    if find_spec("atheris") is None:
        print("atheris is not installed: hypothesis searches instead.")
        return subprocess.run([sys.executable, "-m", "pytest", str(HERE)], env=environment, check=False).returncode
    return max(_search(suffix, seconds) for suffix in suffixes())


def _search(suffix: str, seconds: int) -> int:
    """Search one kind of file in a process of its own; what is found stays in the folder and is named."""
    with TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        for number, seed in enumerate(SEEDS[suffix]):
            (corpus / f"seed{number}").write_bytes(seed)
        words = Path(folder) / "words"
        words.write_text("\n".join(f'"{_escaped(token)}"' for token in TOKENS[suffix]), encoding="ascii")
        limits = [f"-max_total_time={seconds}", "-timeout=20", "-rss_limit_mb=4096", "-max_len=65536"]
        command = [sys.executable, "-m", "tests.fuzz.search", suffix, str(corpus), f"-dict={words}", *limits]
        done = subprocess.run([*command, f"-artifact_prefix={Path.cwd()}/fuzz{suffix}-"], check=False)
    print(f"{suffix}: {'nothing found' if done.returncode == 0 else 'something was found: see above'}")
    return done.returncode


def _escaped(token: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in token)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 60))
