"""A rule as it is written in YAML: the keys, their shapes and their prose."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, core_schema

from timeliness.rulebook.conditions import JSON_SCHEMA, WrittenTest, parse_condition
from timeliness.rulebook.durations import Duration, parse_duration

Force = Literal["statute", "guidance", "practice", "indicator", "local"]
Severity = Literal["critical", "high", "normal"]


class Listed:
    """One or a list: a single value is read as a list of one, and the JSON Schema allows both."""

    def __init__(self, least: int = 0) -> None:
        self.least = least

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read a list or a single value."""
        return core_schema.no_info_before_validator_function(self._listed, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Allow what is read."""
        found = handler(schema) | ({"minItems": self.least} if self.least else {})
        return {"anyOf": [found["items"], found]} if "items" in found else found

    def _listed(self, found: object) -> object:
        listed = tuple(found) if isinstance(found, list) else (found,)
        if len(listed) < self.least:
            message = "The list is empty. Write at least one."
            raise ValueError(message)
        return listed


class Keyed:
    """A mapping, or in short the value of one of its keys: text, or with `lists` also a list of texts."""

    def __init__(self, key: str, *, lists: bool = False) -> None:
        self.key, self.lists = key, lists

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read a mapping or a single value."""
        return core_schema.no_info_before_validator_function(self._keyed, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Allow what is read."""
        lists = [{"type": "array", "items": {"type": "string"}, "minItems": 1}] if self.lists else []
        return {"anyOf": [{"type": "string"}, *lists, handler(schema)]}

    def _keyed(self, found: object) -> object:
        short = isinstance(found, str | int) or (self.lists and isinstance(found, list))
        return {self.key: found} if short else found


def _unverified(found: object) -> object:
    return None if found is False else found


class Written(BaseModel):
    """What every part of a rule shares: strict types, no unknown keys, nothing changes.

    What checks a part is built when it is first read: many parts are read only as parts of others, or not at all.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)


WrittenDuration = Annotated[
    Duration, BeforeValidator(parse_duration), WithJsonSchema({"type": "string", "examples": ["15 working days"]})
]
Condition = Annotated[tuple[WrittenTest, ...], BeforeValidator(parse_condition), WithJsonSchema(JSON_SCHEMA)]
Day = Annotated[date, WithJsonSchema({"type": "string", "format": "date"})]


class WrittenRef(Written):
    """An event, or the start or end of a spell, and which of them."""

    event: str = Field(description="An event of the vocabulary, or `SPELL.start` or `SPELL.end`.")
    where: Condition | None = Field(None, description="Only those of which this holds on their day.")
    first_in: str | None = Field(None, description="Only the first in each spell of this kind, after `where`.")
    last_in: str | None = Field(None, description="Only the last in each spell of this kind. For readings only.")
    at: str | None = Field(None, description="Start the clock on this date attribute, or on `SPELL.start`, instead.")
    early: WrittenDuration | None = Field(None, description="May lie before the start (of the spell) by so much.")


Ref = Annotated[WrittenRef, Keyed("event")]
Refs = Annotated[tuple[Ref, ...], Listed(least=1)]


class WrittenBranch(Written):
    """One branch of a limit."""

    when: Condition | None = Field(None, description="The branch holds when all of this does, read on the start.")
    limit: WrittenDuration = Field(description="The duration allowed.")
    due_soon: WrittenDuration | None = Field(None, description="The amber window of this branch.")


class WrittenReason(Written):
    """Why a duty does not apply, or why missing it is excused."""

    reason: str = Field(description="The reason in plain words, as it is shown.")
    when: Condition | None = Field(None, description="It holds when this does, read on the start.")
    event: str | None = Field(None, description="It holds from such an event.")
    where: Condition | None = Field(None, description="Only those events of which this holds.")
    late: bool = Field(default=False, description="It counts even when dated after the due date. Needs a citation.")


class WrittenPause(Written):
    """A spell whose days do not count."""

    spell: str = Field(description="The kind of spell.")
    where: Condition | None = Field(None, description="Only those spells of which this holds on their first day.")
    late: bool = Field(default=False, description="It counts even when it begins after the due date.")


class WrittenExtension(Written):
    """A decision that moves the due date."""

    event: str = Field(description="The event that extends.")
    where: Condition | None = Field(None, description="Only those events of which this holds.")
    until: str | None = Field(None, description="The attribute with the new date.")
    by: WrittenDuration | None = Field(None, description="How much is added to the due date as it stood.")
    at_most: WrittenDuration | None = Field(None, description="The most that one extension may add.")
    times: Annotated[int, Field(ge=1)] | None = Field(None, description="How many extensions count.")
    late: bool = Field(default=False, description="It counts even when decided after the due date.")


class WrittenSummary(Written):
    """How results are stated beside the rates."""

    average: Literal["days"] = Field(description="State the average of the days taken.")
    over: WrittenDuration = Field(description="The window of the average, up to the as-at date.")
    of: str | None = Field(None, description="Only children with this event in the window.")


class WrittenVerified(Written):
    """Who read the instrument, and when."""

    on: Day = Field(description="The day on which it was read.")
    by: str = Field(description="Who read it.")


Branches = Annotated[tuple[Annotated[WrittenBranch, Keyed("limit")], ...], Listed(least=1)]
Reasons = Annotated[tuple[WrittenReason, ...], Listed()]
Pause = Annotated[WrittenPause, Keyed("spell")]
Names = Annotated[tuple[str, ...], Listed()]
Texts = Annotated[tuple[str, ...], Listed()]
Verified = Annotated[
    WrittenVerified | None,
    BeforeValidator(_unverified),
    WithJsonSchema(
        {
            "anyOf": [
                {"const": False},
                {
                    "type": "object",
                    "properties": {"on": {"type": "string", "format": "date"}, "by": {"type": "string"}},
                    "required": ["on", "by"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]


class Versioned(Written):
    """The keys that compute and may differ from version to version."""

    met_by: Refs | None = Field(None, description="The event that meets the clock; one or a list.")
    within: Branches | None = Field(None, description="The limit: a duration, or a list of branches, first match wins.")
    reread: Names | None = Field(None, description="Spells whose change brings the due date forward.")
    no_later_than: Refs | None = Field(
        None, description="The first such event after the start brings the due date to it."
    )
    paused_by: Pause | None = Field(None, description="A spell whose days do not count.")
    extended_by: WrittenExtension | None = Field(None, description="A decision that moves the due date.")
    excluded: Reasons | None = Field(None, description="When the duty does not apply.")
    excepted: Reasons | None = Field(None, description="When not meeting it is excused.")
    due_soon: WrittenDuration | None = Field(None, description="The amber window before the due date.")
    to_age: Annotated[int, Field(ge=1, le=30)] | None = Field(
        None, description="The duty ends on this birthday (18 unless said), or when the child dies."
    )


class WrittenVersion(Versioned):
    """The text of a rule over a period of law. Keys that compute replace those of the body, whole."""

    model_config = ConfigDict(populate_by_name=True)

    starts_on: Day = Field(alias="from", description="The first day on which this text is in force.")
    to: Day | None = Field(None, description="The last day, only where the duty ceased.")
    cite: str = Field(description="The instrument and the provision as far as it is known.")
    url: str | None = Field(None, description="Where it can be read.")
    verified: Verified = Field(description="Who read the instrument and when; or false.")
    note: str | None = Field(None, description="What must still be read, or how this text differs.")


class WrittenExample(Written):
    """One child's facts, and the clocks that the rule makes of them."""

    name: str = Field(description="What the example shows, in a sentence.")
    as_at: Day = Field(description="The day on which the facts are read.")
    given: Annotated[tuple[dict[str, Any], ...], Listed()] = Field(
        description="The child's facts: `{EVENT: date, ...}` or `{SPELL: {start: date, end: date}, ...}`."
    )
    expect: Annotated[tuple[dict[str, Any], ...], Listed()] = Field(
        description="The clocks, in order of their start: any columns of the result."
    )
    complete_from: dict[str, Day] = Field(default_factory=dict, description="From when a table is complete.")


class WrittenRule(Versioned):
    """A duty: a clock starts on a date, must be met by an event within a limit, and is read as at a date."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")] = Field(
        description="The rule's name, in small letters and hyphens. Never used again for another duty."
    )
    title: str = Field(description="The duty in one sentence of plain English.")
    duty: str | None = Field(
        None, description="The duty in a few words, as lists show it. Without it, the title up to its limit."
    )
    about: str | None = Field(None, description="What a reader must know besides: what is counted, what is not.")
    force: Force = Field(description="What binds: only `statute` and `guidance` are ever called a breach.")
    severity: Severity = Field(description="How serious a miss is: the first order of an exception list.")
    binds: str = Field("the local authority", description="Whom the duty binds.")
    service: str | None = Field(None, description="The kind of team that does it, such as `assessment` or `adoption`.")
    pack: Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*$")] | None = Field(
        None, description="A group of rules that is off unless a council chooses it, in `timeliness.yaml`."
    )
    misread: Texts = Field((), description="How the duty is commonly misread; one or a list.")
    reading_of: str | None = Field(None, description="The rule whose duty this measures in another way.")
    starts: Refs = Field(description="What starts the clock, one clock per occurrence; one or a list.")
    during: str | None = Field(None, description="The spell that the clock belongs to and ends with.")
    repeats: bool = Field(default=False, description="Each meeting restarts the clock inside its spell.")
    ends_when: Refs | None = Field(None, description="The duty ends without being met; one or a list.")
    summary: WrittenSummary | None = Field(None, description="How results are stated beside the rates.")
    after: str | None = Field(None, description="The rule of which this is the next stage, for the report.")
    versions: Annotated[tuple[WrittenVersion, ...], Listed(least=1)] = Field(
        description="The texts of the rule over time, earliest first."
    )
    examples: Annotated[tuple[WrittenExample, ...], Listed()] = Field(
        (), description="Worked examples, run by `timeliness rules test`."
    )
