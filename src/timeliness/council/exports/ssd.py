"""The book as tables of the Standard Safeguarding Dataset, with the columns that a council may add to them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count

from timeliness.council.book import Book

Row = dict[str, str]
Rows = Iterable[Row]
_FLAGS = {"true": "Y", "false": "N", "": ""}


def files(book: Book) -> Mapping[str, bytes]:
    """Every table as a CSV file named for it."""
    return {f"{name}.csv": _written(make(book)) for name, make in _TABLES.items()}


def _written(rows: Rows) -> bytes:
    """A table with its rows in order; every row has the same columns."""
    made = list(rows)
    columns = list(made[0])
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(sorted([row[column] for column in columns] for row in made if any(row.values())))
    return text.getvalue().encode()


def _person(book: Book) -> Rows:
    return _renamed(
        book, "child", pers_person_id="child_id", pers_dob="born", pers_expected_dob="", pers_death_date="died"
    )


def _workers(book: Book) -> dict[str, str]:
    return _numbered(book, "worker", "W")


def _teams(book: Book) -> dict[str, str]:
    return _numbered(book, "team", "T")


def _numbered(book: Book, column: str, letter: str) -> dict[str, str]:
    names = sorted({row.get(column, "") for row in book.facts["allocation"]} - {""})
    return {name: f"{letter}{number:04d}" for number, name in enumerate(names, 1)}


def _involvements(book: Book) -> Rows:
    workers, teams = _workers(book), _teams(book)
    for number, row in _counted(book, "allocation"):
        yield {
            "invo_involvements_id": f"I{number}",
            "invo_professional_id": workers.get(row.get("worker", ""), ""),
            "invo_professional_role_id": "CW",
            "invo_professional_team": teams.get(row.get("team", ""), ""),
            "invo_person_id": row["child_id"],
            "invo_involvement_start_date": row["start"],
            "invo_involvement_end_date": row.get("end", ""),
        }


def _department(book: Book) -> Rows:
    return ({"dept_team_id": id_, "dept_team_name": name} for name, id_ in _teams(book).items())


def _professionals(book: Book) -> Rows:
    rows = _workers(book).items()
    return ({"prof_professional_id": id_, "prof_staff_id": id_, "prof_professional_name": name} for name, id_ in rows)


def _episodes_of_need(book: Book) -> Rows:
    names = {"cine_referral_id": "id", "cine_person_id": "child_id", "cine_referral_date": "date"}
    return _renamed(book, "referral", **names, cine_referral_nfa="no_further_action?")


def _assessments(book: Book) -> Rows:
    """Assessments with the day of their authorisation: the dataset does not know one that was stopped."""
    authorised = {(row["child_id"], row["date"]) for row in book.facts["assessment_authorised"]}
    for row in book.facts["assessment"]:
        yield {
            "cina_assessment_id": row["id"],
            "cina_person_id": row["child_id"],
            "cina_referral_id": row.get("referral", ""),
            "cina_assessment_start_date": row["start"],
            "cina_assessment_auth_date": row["end"] if (row["child_id"], row["end"]) in authorised else "",
        }


def _enquiries(book: Book) -> Rows:
    """Enquiries, and discussions that began one of which nothing else is recorded."""
    for row in book.facts["section_47_enquiry"]:
        required = row.get("conference_required", "")
        flag = f'{{"OUTCOME_CP_CONFERENCE_FLAG":"{_FLAGS[required]}"}}' if required else ""
        yield _enquiry(row["id"], row["child_id"], row["start"], row.get("end", ""), flag)
    for row in book.facts["strategy_discussion"]:
        if row.get("initiated_section_47") == "true" and not _in_enquiry(book, row):
            yield _enquiry("", row["child_id"], row["date"], "", "")


def _in_enquiry(book: Book, discussion: Row) -> bool:
    return bool(discussion.get("enquiry")) or any(
        row["child_id"] == discussion["child_id"] and row["start"] <= discussion["date"] <= (row.get("end") or "9999")
        for row in book.facts["section_47_enquiry"]
    )


def _enquiry(*values: str) -> Row:
    names = ("enquiry_id", "person_id", "start_date", "end_date", "outcome_json")
    columns = [f"s47e_{'' if name == 'person_id' else 's47_'}{name}" for name in names]
    return dict(zip(columns, values, strict=True))


def _conferences(book: Book) -> Rows:
    for table, transfer in (("initial_cp_conference", "N"), ("transfer_in_conference", "Y")):
        for number, row in _counted(book, table):
            yield {
                "icpc_icpc_id": f"{transfer}{number}",
                "icpc_s47_enquiry_id": row.get("enquiry", ""),
                "icpc_person_id": row["child_id"],
                "icpc_icpc_transfer_in": transfer,
                "icpc_icpc_date": row["date"],
            }


def _cin_plans(book: Book) -> Rows:
    names = {"cinp_cin_plan_id": "id", "cinp_person_id": "child_id", "visit_every_days": "visit_every"}
    return _renamed(book, "cin_plan", **names, cinp_cin_plan_start_date="start", cinp_cin_plan_end_date="end")


def _cin_visits(book: Book) -> Rows:
    names = {"cinv_cin_visit_id": "#", "cinv_person_id": "child_id", "cinv_cin_visit_date": "date"}
    return _renamed(book, "cin_visit", **names, cinv_cin_visit_seen="child_seen?")


def _cp_plans(book: Book) -> Rows:
    names = {"cppl_cp_plan_id": "id", "cppl_person_id": "child_id", "visit_every_days": "visit_every"}
    return _renamed(book, "cp_plan", **names, cppl_cp_plan_start_date="start", cppl_cp_plan_end_date="end")


def _cp_visits(book: Book) -> Rows:
    names = {"cppv_cp_visit_id": "#", "cppv_person_id": "child_id", "cppv_cp_plan_id": "plan"}
    seen = {"cppv_cp_visit_seen": "child_seen?", "cppv_cp_visit_seen_alone": "seen_alone?"}
    return _renamed(book, "cp_visit", **names, cppv_cp_visit_date="date", **seen)


def _cp_reviews(book: Book) -> Rows:
    names = {"cppr_cp_review_id": "#", "cppr_person_id": "child_id", "cppr_cp_plan_id": "plan"}
    return _renamed(book, "cp_review_conference", **names, cppr_cp_review_date="date")


def _care(book: Book) -> Iterator[tuple[str, Row]]:
    """Periods of care, each with its number."""
    return ((f"LA{number:05d}", row) for number, row in _counted(book, "looked_after"))


def _episodes_of_care(book: Book) -> Rows:
    """An episode for each period of care, and one for each placement that begins later in it."""
    numbers = count(1)
    for care, row in _care(book):
        begun = [row["start"], *sorted(_later_placements(book, row))]
        ends = [*begun[1:], row.get("end", "")]
        for start, end in zip(begun, ends, strict=True):
            yield {
                "clae_cla_episode_id": f"EP{next(numbers):06d}",
                "clae_person_id": row["child_id"],
                "clae_cla_episode_start_date": start,
                "clae_cla_episode_ceased_date": end,
                "clae_cla_id": care,
                "clae_entered_care_date": row["start"],
                "short_breaks": _FLAGS[row.get("short_breaks", "")],
            }


def _later_placements(book: Book, care: Row) -> set[str]:
    return {
        row["start"]
        for row in book.facts["placement"]
        if row["child_id"] == care["child_id"] and care["start"] < row["start"] < (care.get("end") or "9999")
    }


def _placements(book: Book) -> Rows:
    names = {"clap_cla_placement_id": "id", "clap_person_id": "child_id", "clap_cla_placement_type": "kind"}
    days = {"clap_cla_placement_start_date": "start", "clap_cla_placement_end_date": "end"}
    return _renamed(book, "placement", **names, **days, until_18="until_18?")


def _legal_statuses(book: Book) -> Rows:
    names = {"lega_person_id": "child_id", "lega_legal_status": "code"}
    days = {"lega_legal_status_start_date": "start", "lega_legal_status_end_date": "end"}
    return _renamed(book, "legal_status", **names, **days)


def _cla_visits(book: Book) -> Rows:
    names = {"clav_cla_visit_id": "#", "clav_person_id": "child_id", "clav_cla_visit_date": "date"}
    return _renamed(book, "cla_visit", **names)


def _cla_reviews(book: Book) -> Rows:
    """Reviews by the period of care that they are of: the dataset knows their children by it alone."""
    periods = list(_care(book))
    for row in book.facts["cla_review"]:
        care = [
            id_
            for id_, period in periods
            if period["child_id"] == row["child_id"]
            and period["start"] <= row["date"] <= (period.get("end") or row["date"])
        ]
        yield {
            "clar_cla_review_id": f"R{row['child_id']}-{row['date']}",
            "clar_cla_id": (care or [id_ for id_, period in periods if period["child_id"] == row["child_id"]])[-1],
            "clar_cla_review_date": row["date"],
            "clar_cla_review_cancelled": "N",
        }


def _health(book: Book) -> Rows:
    kinds = {
        "health_assessment": ("Health Assessment", "Completed"),
        "health_declined": ("Health Assessment", "Refused"),
        "dental_check": ("Dental Check", "Completed"),
        "dental_declined": ("Dental Check", "Refused"),
    }
    for table, (kind, status) in kinds.items():
        for row in book.facts[table]:
            yield {
                "clah_health_check_id": f"{status[0]}{kind[0]}{row['child_id']}-{row['date']}",
                "clah_person_id": row["child_id"],
                "clah_health_check_type": kind,
                "clah_health_check_date": row["date"],
                "clah_health_check_status": status,
            }


def _care_plans(book: Book) -> Rows:
    return _renamed(
        book, "care_plan", lacp_table_id="#", lacp_person_id="child_id", lacp_cla_care_plan_start_date="date"
    )


def _sdq(book: Book) -> Rows:
    return _renamed(book, "sdq_score", csdq_table_id="#", csdq_person_id="child_id", csdq_sdq_completed_date="date")


def _missing(book: Book) -> Rows:
    names = {"miss_table_id": "id", "miss_person_id": "child_id", "miss_missing_episode_type": "kind"}
    days = {"miss_missing_episode_start_date": "start", "miss_missing_episode_end_date": "end"}
    return _renamed(book, "missing", **names, **days)


def _permanence(book: Book) -> Rows:
    """One row for each placement for adoption, and for each order without one."""
    orders = {row["child_id"]: row["date"] for row in book.facts["adoption_order"]}
    plans = {row["child_id"]: row for row in book.facts["adoption_plan"]}
    matches = {row["child_id"]: row["date"] for row in book.facts["adoption_match"]}
    placed = {row["child_id"]: row for row in book.facts["placed_for_adoption"]}
    for child in sorted({*orders, *plans, *matches, *placed}):
        ordered, moved = orders.get(child, ""), placed.get(child, {})
        given_up = moved.get("end", "") if moved.get("end", "") != ordered else ""
        yield {
            "perm_table_id": plans.get(child, {}).get("id", ""),
            "perm_person_id": child,
            "perm_adm_decision_date": plans.get(child, {}).get("start", ""),
            "perm_matched_date": matches.get(child, ""),
            "perm_placed_for_adoption_date": moved.get("start", ""),
            "perm_decision_reversed_date": given_up,
            "perm_permanence_order_date": ordered,
            "perm_permanence_order_type": "Adoption" if ordered else "",
        }


def _pre_proceedings(book: Book) -> Rows:
    """A row for each letter with what is linked to it, and one for everything that is linked to none."""
    columns = {
        "pre_proceedings_decision": "prep_pre_pro_decision_date",
        "pre_proceedings_meeting": "prep_initial_pre_pro_meeting_date",
        "pre_proceedings_ended": "prep_agree_stepdown_issue_date",
        "proceedings_issued": "issued_date",
    }
    rows: list[Row] = []
    letters = {
        row["id"]: _blank_case(row["child_id"], row["id"], row["date"]) for row in book.facts["pre_proceedings_letter"]
    }
    for table, column in columns.items():
        for fact in book.facts[table]:
            linked = letters.get(fact.get("pre_proceedings", ""))
            row = linked if linked and not linked[column] else _blank_case(fact["child_id"], "", "")
            row[column] = fact["date"]
            row["prep_pre_pro_outcome"] = (
                "Decision to step down" if table == "pre_proceedings_ended" else row["prep_pre_pro_outcome"]
            )
            row["prep_court_reference"] = fact["id"] if table == "proceedings_issued" else row["prep_court_reference"]
            if row is not linked:
                rows.append(row)
    return [*letters.values(), *rows]


def _blank_case(child: str, id_: str, letter: str) -> Row:
    return {
        "prep_table_id": id_,
        "prep_person_id": child,
        "prep_pre_pro_decision_date": "",
        "prep_initial_pre_pro_meeting_date": "",
        "prep_pre_pro_outcome": "",
        "prep_agree_stepdown_issue_date": "",
        "prep_pre_pro_letter_date": letter,
        "prep_court_reference": "",
        "issued_date": "",
    }


def _frequencies(book: Book) -> Rows:
    names = {"person_id": "child_id", "cp_plan_id": "plan", "visit_every_days": "every"}
    return _renamed(book, "visiting_frequency", **names, start_date="start", end_date="end")


def _approvals(book: Book) -> Rows:
    names = {"person_id": "child_id", "cla_placement_id": "placement"}
    return _renamed(book, "temporary_approval", **names, start_date="start", end_date="end")


def _renamed(book: Book, table: str, **columns: str) -> Rows:
    """The facts of a table under other names; `NAME?` is a flag, `#` what tells the row apart, '' nothing."""
    facts = book.facts[table]
    for row in facts or [{}]:
        yield {name: _cell(row, column) for name, column in columns.items()}


def _cell(row: Row, column: str) -> str:
    if column == "#":
        return "-".join(row.get(name, "") for name in ("child_id", "date", "plan") if row.get(name)) if row else ""
    return _FLAGS[row.get(column[:-1], "")] if column.endswith("?") else row.get(column, "")


def _counted(book: Book, table: str) -> Iterator[tuple[int, Row]]:
    return enumerate(sorted(book.facts[table], key=lambda row: sorted(row.items())), 1)


_TABLES: Mapping[str, Callable[[Book], Rows]] = {
    "ssd_person": _person,
    "ssd_involvements": _involvements,
    "ssd_department": _department,
    "ssd_professionals": _professionals,
    "ssd_cin_episodes": _episodes_of_need,
    "ssd_cin_assessments": _assessments,
    "ssd_s47_enquiry": _enquiries,
    "ssd_initial_cp_conference": _conferences,
    "ssd_cin_plans": _cin_plans,
    "ssd_cin_visits": _cin_visits,
    "ssd_cp_plans": _cp_plans,
    "ssd_cp_visits": _cp_visits,
    "ssd_cp_reviews": _cp_reviews,
    "ssd_cla_episodes": _episodes_of_care,
    "ssd_cla_placement": _placements,
    "ssd_legal_status": _legal_statuses,
    "ssd_cla_visits": _cla_visits,
    "ssd_cla_reviews": _cla_reviews,
    "ssd_cla_health": _health,
    "ssd_cla_care_plan": _care_plans,
    "ssd_sdq_scores": _sdq,
    "ssd_missing": _missing,
    "ssd_permanence": _permanence,
    "ssd_pre_proceedings": _pre_proceedings,
    "local_visiting_frequency": _frequencies,
    "local_temporary_approval": _approvals,
}
