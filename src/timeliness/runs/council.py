"""A council's own folder: what it says of itself in `timeliness.yaml`, and where its rules and templates are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import Field

from timeliness.errors import RulesInvalidError
from timeliness.extracts.readers.decoded import UnreadableError, decoded
from timeliness.resources import Folders, shipped
from timeliness.rulebook.adopted import Adopted, adopt
from timeliness.rulebook.documents import read_documents
from timeliness.rulebook.load import Rulebook, load_rulebook, shown
from timeliness.rulebook.wording import validate
from timeliness.rulebook.written import Listed, Written

FILE = "timeliness.yaml"


class WrittenCouncil(Written):
    """The keys of `timeliness.yaml`."""

    council: str = Field("", description="The council's name, as notices show it.")
    contact: str = Field(
        "your performance team",
        description="Whom a manager tells when a list is wrong: a name, an address or a number.",
    )
    sender: str = Field("timeliness@example.invalid", description="The address that notices are sent from.")
    teams: dict[str, str] = Field(
        default_factory=dict,
        description="Each team's e-mail address, by the team's name as in the extract. A team that stands here has a "
        "notice even if it holds nothing.",
    )
    packs: Annotated[tuple[str, ...], Listed()] = Field(
        (), description="Packs of rules that are off unless they stand here. `timeliness rules list` names them."
    )
    adopted: Annotated[tuple[Adopted, ...], Listed()] = Field(
        (), description="Changes of law that came here later than elsewhere, with the rules that they are in."
    )


@dataclass(frozen=True)
class Council:
    """What a council says of itself."""

    name: str = ""
    contact: str = "your performance team"
    sender: str = "timeliness@example.invalid"
    teams: Mapping[str, str] = field(default_factory=dict)
    packs: tuple[str, ...] = ()
    adopted: tuple[Adopted, ...] = ()
    folders: Folders = field(default_factory=Folders)

    def rulebook(self, rules: Path | None = None) -> Rulebook:
        """Load the shipped rules (or those of another folder) and the council's own, as they came to hold here.

        Raises RulesInvalidError, and UsageError where a change that the council adopted is not in them.
        """
        return adopt(load_rulebook(rules or shipped("rules"), self.folders.local_rules), self.adopted)


def read_council(folder: Path | None) -> Council:
    """Read a council's folder; without one, the one that one stands in, if it is one. Raises RulesInvalidError."""
    if folder is None:
        folder = Path() if Path(FILE).is_file() else None
    if folder is None:
        return Council()
    path = folder / FILE
    if not path.is_file():
        raise RulesInvalidError(f"There is no {FILE} in {folder}. `timeliness init {folder}` makes one.")
    try:
        documents, problems = read_documents(shown(path), decoded(path, shown(path)))
    except UnreadableError as error:
        documents, problems = [], [error.problem]
    written = validate(WrittenCouncil, documents[0], problems) if documents else WrittenCouncil()
    if problems or written is None:
        raise RulesInvalidError(f"{FILE} is not valid. Nothing was run.", problems)
    said = (written.council, written.contact, written.sender, written.teams, written.packs, written.adopted)
    return Council(*said, Folders(folder))
