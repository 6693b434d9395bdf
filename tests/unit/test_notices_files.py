"""The files of a notice: safe to open, the same each time, and of one team only."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from tests.unit.notices_made import AS_AT, TEMPLATES, clock, letter, made, mixed, run, sheets, words

from timeliness.errors import RulesInvalidError, UsageError
from timeliness.reports.notices import write_notices
from timeliness.reports.slugs import slugs

ROOT = Path(__file__).parents[2]
ADDRESSES = {"North": "north@example.gov.uk"}
NORTH = made(mixed(), addresses=ADDRESSES)["North"]


def readable(content: bytes) -> str:
    """All that a file holds, unpacked and decoded."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "".join(readable(packed.read(name)) + name for name in packed.namelist())
    if content.startswith(b"From:"):
        parts = [part for part in letter(content).walk() if not part.is_multipart()]
        return content.decode() + "".join(readable(part.get_payload(decode=True)) for part in parts)
    return content.decode()


def test_no_row_of_one_team_is_in_another_teams_bytes():
    teams = [f"Team {letter_}" for letter_ in "ABCDE"] + ["Unallocated"]
    clocks = [
        {
            **each,
            "team": team,
            "team_then": team,
            "child_id": f"{team[-1]}-{each['child_id']}-{team[-1]}",
            "worker": f"W{team}",
        }
        for team in teams
        for each in mixed()
    ]
    found = made(clocks)
    assert sorted(found) == sorted(teams)
    for team, notice in found.items():
        for name, content in notice.files.items():
            held = {mark[0] for mark in re.findall(r"\b([A-Ed])-\d+-\1\b", readable(content))}
            assert held == {team[-1]}, name


def test_two_runs_in_two_processes_give_the_same_bytes(tmp_path):
    program = (
        "from pathlib import Path; import sys; from tests.unit.notices_made import *\n"
        "from timeliness.reports.notices import write_notices\n"
        "clocks = mixed() + [clock(child=str(n), team=f'T{n % 7}', late=n % 5) for n in range(99)]\n"
        "write_notices(run(clocks), TEMPLATES, Path(sys.argv[1]))\n"
    )
    for seed in ("1", "2"):
        paths = os.pathsep.join([str(ROOT), str(ROOT / "src")])
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": paths}
        command = [sys.executable, "-c", program, str(tmp_path / seed)]
        subprocess.run(command, check=True, cwd=ROOT, env=environment)  # noqa: S603 (our own program)
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / seed).iterdir()} for seed in ("1", "2"))
    assert len(one) == 4 * 8
    assert one == two


def test_the_order_of_the_clocks_changes_no_byte():
    assert made(reversed(mixed()), addresses=ADDRESSES)["North"] == NORTH


def test_each_notice_is_written_as_four_files(tmp_path):
    found = write_notices(run(mixed(), addresses=ADDRESSES), TEMPLATES, tmp_path / "notices")
    assert sorted(path.name for path in (tmp_path / "notices").iterdir()) == [
        "north.eml",
        "north.html",
        "north.txt",
        "north.xlsx",
    ]
    assert [notice.subject for notice in found] == [NORTH.subject]
    assert (tmp_path / "notices" / "north.html").read_text(encoding="utf-8") == NORTH.html


def test_the_message_is_whole_and_holds_text_page_and_workbook():
    message = letter(NORTH.eml)
    parts = list(message.walk())
    assert [part.get_content_type() for part in parts] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ]
    assert [part.defects for part in parts] == [[]] * 5
    assert parts[2].get_content().replace("\r\n", "\n") == NORTH.text
    assert parts[3].get_content().replace("\r\n", "\n") == NORTH.html
    assert parts[4].get_content() == NORTH.xlsx
    assert parts[4].get_filename() == "north.xlsx"
    assert message["To"] == "north@example.gov.uk"
    assert message["Date"] == "Thu, 19 May 2016 07:00:00 +0000"
    assert message["Auto-Submitted"] == "auto-generated"


def test_every_line_of_a_message_is_short_ascii_and_ends_as_mail_does():
    names = ["Équipe " + "é" * 90, "North " * 20, "CON"]
    lines = [
        line for notice in made([clock(team=name) for name in names]).values() for line in notice.eml.split(b"\r\n")
    ]
    assert max(len(line) for line in lines) <= 78
    assert all(line.isascii() and b"\n" not in line for line in lines)


def test_the_message_id_is_of_the_content():
    same, other = made(mixed(), addresses=ADDRESSES)["North"], made(mixed()[1:], addresses=ADDRESSES)["North"]
    assert letter(same.eml)["Message-ID"] == letter(NORTH.eml)["Message-ID"]
    assert letter(other.eml)["Message-ID"] != letter(NORTH.eml)["Message-ID"]
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.invalid>", letter(NORTH.eml)["Message-ID"])


def test_without_an_address_a_message_is_to_nobody():
    assert letter(made(mixed())["North"].eml)["To"] is None


@pytest.mark.parametrize("address", ["north", "a@b.c, d@e.f", "A <a@b.c>", "a@", "@b", "a@b.c\nBcc: x@y.z", "a b@c.d"])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(UsageError, match="not an e-mail address"):
        made(mixed(), addresses={"North": address})


def test_a_team_name_adds_no_header_and_keeps_to_its_line():
    name = "North\r\nBcc: x@example.com\x07\u202e & <b>Co</b>"
    notice = made([clock(team=name)])[name]
    message = letter(notice.eml)
    assert message["Bcc"] is None
    assert "North Bcc: x@example.com & <b>Co</b>, 19 May 2016" in message["Subject"]
    assert "<b>Co" not in notice.html
    assert "& <B>CO</B>\n" in notice.text
    assert notice.slug == "north-bcc-x-example-com-b-co-b"


def test_text_from_an_extract_stays_text_everywhere():
    strange = '=HYPERLINK("http://x","1")'
    notice = made([clock(child=strange, worker="<script>x</script>"), clock(child="@SUM(1)", late=9)])["North"]
    book = openpyxl.load_workbook(io.BytesIO(notice.xlsx))
    cells = [book["Overdue - law"]["A2"], book["Overdue - law"]["A3"]]
    assert [(cell.value, cell.data_type) for cell in cells] == [(strange, "s"), ("@SUM(1)", "s")]
    assert "<script" not in notice.html
    assert strange in notice.text
    assert "<f>" not in readable(notice.xlsx)


def test_leading_noughts_of_a_reference_stay():
    notice = made([clock(child="00712")])["North"]
    assert sheets(notice.xlsx)["Overdue - law"][1][0] == "00712"


def test_a_reference_or_a_worker_over_two_lines_stands_on_one():
    text = made([clock(child="1\n2", worker="A.\u2028B.")])["North"].text
    assert "  1 2  20 days late" in text
    assert "Held by A. B." in text


def test_dates_are_dates_and_numbers_are_numbers():
    more = {"due_at": datetime.fromisoformat("2016-04-29T13:05"), "start": date(1016, 3, 18)}
    rows = sheets(made([clock(), clock(child="2", late=1, **more)])["North"].xlsx)["Overdue - law"]
    first, second = (dict(zip(rows[0], row, strict=True)) for row in rows[1:])
    assert first["Due"] == datetime.fromisoformat("2016-04-29")
    assert first["Started"] == datetime.fromisoformat("2016-03-18")
    assert first["Days late"] == 20
    assert first["Working days late"] == 14
    assert second["Due"] == datetime.fromisoformat("2016-04-29T13:05")
    assert second["Started"] == "18 March 1016"


def test_every_sheet_keeps_its_headings_filters_and_prints_across_a_page():
    book = openpyxl.load_workbook(io.BytesIO(NORTH.xlsx))
    assert book.sheetnames[0] == "About"
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "North" in sheet.oddHeader.left.text
        assert min(dimension.width for dimension in sheet.column_dimensions.values()) > 8
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"


def test_a_workbook_was_made_on_the_day_it_speaks_of():
    book = openpyxl.load_workbook(io.BytesIO(NORTH.xlsx))
    assert book.properties.created == datetime.combine(AS_AT, datetime.min.time())
    with zipfile.ZipFile(io.BytesIO(NORTH.xlsx)) as packed:
        assert {each.date_time[:3] for each in packed.infolist()} == {(1980, 1, 1)}


def test_each_row_of_a_workbook_has_a_short_name_of_its_own():
    names = [row[-1] for title, rows in sheets(NORTH.xlsx).items() if title != "About" for row in rows[1:]]
    assert len(set(names)) == len(names) == 22
    assert all(re.fullmatch("[0-9a-f]{16}", name) for name in names)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Care Management North", "care-management-north"),
        ("16+ / Leaving care", "16-leaving-care"),
        ("../../etc/passwd", "etc-passwd"),
        ("Équipe Nord", "equipe-nord"),
        ("x" * 200, "x" * 48),
    ],
)
def test_a_slug_is_what_every_system_takes(name, expected):
    assert slugs([name]) == {name: expected}


@pytest.mark.parametrize("name", ["CON", "nul", "Com1", "lpt9", "日本", "..", "north-1a2b3c4d"])
def test_a_name_that_cannot_stand_has_a_hash(name):
    slug = slugs([name])[name]
    assert re.fullmatch(r"[a-z0-9-]+-[0-9a-f]{8}", slug)
    assert slugs([name, "other"])[name] == slug


def test_names_that_would_share_a_slug_each_have_a_hash():
    found = slugs(["North", "NORTH", "North!", "South"])
    assert len(set(found.values())) == 4
    assert found["South"] == "south"
    assert all(re.fullmatch(r"north-[0-9a-f]{8}", slug) for name, slug in found.items() if name != "South")


def template(folder: Path, name: str, text: str) -> list[Path]:
    """A council's own folder of templates, before the shipped one."""
    (folder / name).write_text(text, encoding="utf-8")
    return [folder, *TEMPLATES]


def test_a_councils_own_template_goes_before_the_shipped(tmp_path):
    folders = template(tmp_path, "notice.txt.j2", "{{ counts.overdue }} & {{ team }}, ask {{ contact }}")
    own = made(mixed(), folders)["North"]
    assert own.text == "5 & North, ask the data team"
    assert own.html == made(mixed())["North"].html


def test_a_council_may_change_the_look_alone(tmp_path):
    own = made(mixed(), template(tmp_path, "notice.css", ".red { background-color: #123456; }"))["North"]
    assert "background-color: #123456" in own.html
    assert words(own.html) == words(NORTH.html)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("fine\n{% if %}", 2, "Expected an expression"),
        ("fine\n\n{{ cuonts.overdue }}", 3, "Did you mean 'counts'?"),
        ("{{ counts.overdu }}", 1, "has no attribute 'overdu'"),
        ("fine\n{{ team.__class__.__mro__ }}", 2, "unsafe"),
        ("fine\n{{ namespace(_fields=['__class__']).__class__ }}", 2, "unsafe"),
        ("fine\n{{ team + 1 }}", 2, "failed (TypeError)"),
        ("fine\n{{ 1 // 0 }}", 2, "failed (ZeroDivisionError)"),
        ("fine\n{{ team|nosuch }}", 2, "No filter named 'nosuch'"),
        ("fine\n{{ int(team) }}", 2, "'int' is not a name here"),
        ("{% include 'nothing.j2' %}", 1, "no template 'nothing.j2'"),
    ],
)
def test_a_fault_of_a_template_is_said_with_its_file_and_line(tmp_path, text, line, said):
    with pytest.raises(RulesInvalidError) as caught:
        made(mixed(), template(tmp_path, "notice.txt.j2", text))
    (problem,) = caught.value.problems
    assert said in problem.message
    assert problem.line == line
    assert Path(problem.path).name == "notice.txt.j2"


def test_a_fault_of_a_template_quotes_no_childs_data(tmp_path):
    secret = [clock(child="SECRET"), clock(child="SECRET", late=3)]
    with pytest.raises(RulesInvalidError) as caught:
        made(secret, template(tmp_path, "notice.txt.j2", "{{ first.child|float + first.child }}"))
    assert "SECRET" not in str(caught.value)


def test_a_template_cannot_change_what_it_is_given(tmp_path):
    with pytest.raises(RulesInvalidError):
        made(mixed(), template(tmp_path, "notice.txt.j2", "{{ children.__add__(('x',)) }}"))
