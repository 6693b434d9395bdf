"""The command line: which commands there are, and what becomes of what goes wrong."""

from __future__ import annotations

import gc
import os
import signal
import sys
from importlib import import_module
from threading import current_thread, main_thread

import click

from timeliness import __version__
from timeliness.errors import TimelinessError

COMMANDS = {
    "run": "Evaluate an extract; write results, notices and the manifest.",
    "check": "Say what an extract allows, before running.",
    "prepare": "Read an extract once, and keep its facts for every run over it.",
    "map": "Draft a mapping from the headings of an extract.",
    "rules": "List, show, test and describe the rules.",
    "explain": "Explain clocks of a child in sentences.",
    "compare": "Compare a rule with another reading of it.",
    "init": "Make a council's own folder.",
    "demo": "Make a synthetic council, ready to run.",
}


class Commands(click.Group):
    """Loads a command's module only when that command is called, so that help is instant."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find a command by its name."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"timeliness.cli.{cmd_name}").command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__)
def timeliness() -> None:
    """Statutory timescales of children's services: an extract becomes clocks, clocks become notices.

    Exit codes: 0 done; 1 internal error; 2 usage; 3 rules or configuration invalid; 4 extract refused.
    """


def main() -> None:
    """Run the command line, and turn what goes wrong into a message and an exit code."""
    _speak_utf8()
    _stop_when_asked()
    _collect_seldom()
    try:
        code = timeliness(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("Stopped. Nothing was left half-written.", err=True)
        sys.exit(130)
    except TimelinessError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except SystemExit:  # click leaves so when nobody reads on, as with `| head`: no error of ours
        sys.exit(0)
    except OSError as error:
        place = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        click.echo(f"{place}. Nothing was written.", err=True)
        sys.exit(1)
    except BaseException as error:  # a panic inside Polars is no Exception
        if os.environ.get("TIMELINESS_TRACEBACK"):
            raise
        click.echo(_internal(error), err=True)
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)


def _internal(error: BaseException) -> str:
    """Say that the fault is ours. The message itself may quote data, so only the error's kind is named."""
    return (
        f"An internal error ({type(error).__name__}): a defect of timeliness, not of your data. Nothing was written. "
        "Please report it with the command and, from TIMELINESS_TRACEBACK=1, the traceback (it may quote data: look "
        "before you send it)."
    )


def _stop_when_asked() -> None:
    """Take the system's request to end (SIGTERM) as Ctrl-C is taken: what is half-written is cleared away."""
    if current_thread() is main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)


def _collect_seldom() -> None:
    """Look for cycles seldom: a command lives for seconds and makes few. Looking costs a third of reading the rules."""
    gc.set_threshold(10_000)


def _speak_utf8() -> None:
    """Write UTF-8 whatever the console's code page is."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
