"""Mappings in the shapes of Annex A and of the SSD, extracts by them, and the headings of a council of its own mind."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

ANNEX_A = """\
id: lists
title: Lists of children, as inspectors ask for them
dates: day-first
codes:
  yes: {a: true, y: true, b: false, n: false, c: null}
tables:
  list_5: {headings: [Child Unique ID, Strategy discussion initiating Section 47 Enquiry Start Date]}
  list_7: {headings: [Child Unique ID, Child Protection Plan Start Date, Child Protection Plan End Date]}
  list_8:
    headings: [Child Unique ID, Date Started to be Looked After, Date Ceased to be Looked After]
    required: false
facts:
  - fact: child
    table: list_7
    columns: {child_id: Child Unique ID, born: Date of Birth}
  - fact: section_47_enquiry
    table: list_5
    columns:
      child_id: Child Unique ID
      start: Strategy discussion initiating Section 47 Enquiry Start Date
      end: Date of Initial Child Protection Conference
  - fact: initial_cp_conference
    table: list_5
    columns: {child_id: Child Unique ID, date: Date of Initial Child Protection Conference}
    where: {Date of Initial Child Protection Conference: known}
  - fact: cp_plan
    table: list_7
    columns:
      child_id: Child Unique ID
      start: Child Protection Plan Start Date
      end: Child Protection Plan End Date
  - fact: cp_visit
    table: list_7
    columns:
      child_id: Child Unique ID
      date: Date of the Last Statutory Visit
      seen_alone: {column: Was the Child Seen Alone?, codes: yes}
    where: {Date of the Last Statutory Visit: known}
  - fact: cp_review_conference
    table: list_7
    columns: {child_id: Child Unique ID, date: Date of latest review conference}
    where: {Date of latest review conference: known}
  - fact: looked_after
    table: list_8
    columns: {child_id: Child Unique ID, start: Date Started to be Looked After, end: Date Ceased to be Looked After}
  - fact: allocation
    table: list_8
    columns:
      child_id: Child Unique ID
      start: Date Started to be Looked After
      end: Date Ceased to be Looked After
      team: Allocated Team
"""

LISTS: Mapping[str, Sequence[Sequence[str]]] = {
    "list 5.csv": [
        [
            "Child Unique ID",
            "Gender",
            "Date of Birth",
            "Age of Child (Years)",
            "Strategy discussion initiating Section 47 Enquiry Start Date",
            "Was an Initial Child Protection Conference deemed unnecessary?",
            "Date of Initial Child Protection Conference",
            "Number of Section 47 Enquiries in the last 12 months",
            "Allocated Team",
            "Allocated Worker",
        ],
        ["001", "a) Male", "03/04/2014", "1", "05/01/2024", "b) No", "25/01/2024", "1", "North", "W1"],
        ["002", "b) Female", "13/04/2015", "2", "15/01/2024", "a) Yes", "", "0", "South", "W2"],
    ],
    "list 7.csv": [
        [
            "Child Unique ID",
            "Gender",
            "Date of Birth",
            "Child Protection Plan Start Date",
            "Initial Category of Abuse",
            "Latest Category of Abuse",
            "Date of the Last Statutory Visit",
            "Was the Child Seen Alone?",
            "Date of latest review conference",
            "Child Protection Plan End Date",
            "Number of Previous Child Protection Plans",
            "Allocated Team",
            "Allocated Worker",
        ],
        [
            "001",
            "a) Male",
            "03/04/2014",
            "25/01/2024",
            "NEG",
            "NEG",
            "20/03/2024",
            "a) Yes",
            "",
            "",
            "0",
            "North",
            "W1",
        ],
        ["003", "a) Male", "", "05/10/2023", "EMO", "NEG", "19/03/2024", "b) No", "20/12/2023", "", "1", "South", "W2"],
    ],
    "list 8.csv": [
        [
            "Child Unique ID",
            "Gender",
            "Date of Birth",
            "Date Started to be Looked After",
            "Start date of current legal status",
            "Date of Latest Statutory Review",
            "Date of Last Social Work Visit",
            "Date of Last Health Assessment",
            "Date Ceased to be Looked After",
            "Start Date of Most Recent Placement",
            "Allocated Team",
            "Allocated Worker",
        ],
        [
            "004",
            "a) Male",
            "03/04/2014",
            "25/01/2020",
            "25/01/2020",
            "20/03/2024",
            "20/03/2024",
            "",
            "",
            "25/01/2020",
            "E",
            "W",
        ],
        [
            "005",
            "a) Male",
            "03/04/2013",
            "25/01/2021",
            "25/01/2021",
            "21/03/2024",
            "21/03/2024",
            "",
            "25/03/2024",
            "",
            "E",
            "W",
        ],
    ],
}

RENAMED: Mapping[str, str] = {
    "Child Unique ID": "Child Ref",
    "Date of Birth": "DOB",
    "Strategy discussion initiating Section 47 Enquiry Start Date": "Strategy Discussion Date (S47 start)",
    "Date of Initial Child Protection Conference": "ICPC Date",
    "Was an Initial Child Protection Conference deemed unnecessary?": "ICPC deemed unnecessary",
    "Child Protection Plan Start Date": "CP Plan Started",
    "Child Protection Plan End Date": "CP Plan Ended",
    "Date of the Last Statutory Visit": "Last Stat Visit Date",
    "Was the Child Seen Alone?": "Child seen alone at visit",
    "Date of latest review conference": "Latest RCPC Date",
    "Date Started to be Looked After": "CLA Start Date",
    "Date Ceased to be Looked After": "CLA End Date",
    "Allocated Team": "Case Team",
}

SSD = """\
id: standard
title: The tables of a safeguarding dataset
dates: iso
tables:
  ssd_cp_plans: {headings: [cppl_person_id, cppl_cp_plan_start_date, cppl_cp_plan_end_date]}
  ssd_cp_visits: {headings: [cppv_person_id, cppv_cp_visit_date]}
facts:
  - fact: cp_plan
    table: ssd_cp_plans
    columns: {child_id: cppl_person_id, id: cppl_cp_plan_id, start: cppl_cp_plan_start_date, end: cppl_cp_plan_end_date}
  - fact: cp_visit
    table: ssd_cp_visits
    columns:
      child_id: cppv_person_id
      plan: cppv_cp_plan_id
      date: cppv_cp_visit_date
      child_seen: cppv_cp_visit_seen
      seen_alone: cppv_cp_visit_seen_alone
"""
TABLES: Mapping[str, Sequence[Sequence[str]]] = {
    "ssd_cp_plans.csv": [
        [
            "cppl_cp_plan_id",
            "cppl_referral_id",
            "cppl_icpc_id",
            "cppl_person_id",
            "cppl_cp_plan_start_date",
            "cppl_cp_plan_end_date",
            "cppl_cp_plan_initial_category",
        ],
        ["P1", "R1", "I1", "1", "2024-01-05", "", "NEG"],
        ["P2", "R2", "I2", "2", "2024-01-06", "2024-03-01", "EMO"],
    ],
    "ssd_cp_visits.csv": [
        [
            "cppv_cp_visit_id",
            "cppv_person_id",
            "cppv_cp_plan_id",
            "cppv_cp_visit_date",
            "cppv_cp_visit_seen",
            "cppv_cp_visit_seen_alone",
            "cppv_cp_visit_bedroom",
        ],
        ["V1", "1", "P1", "2024-01-15", "Y", "N", "Y"],
        ["V2", "2", "P2", "2024-01-16", "N", "N", "Y"],
    ],
}
RETITLED: Mapping[str, str] = {
    "cppl_cp_plan_id": "PlanID",
    "cppl_person_id": "ClientID",
    "cppl_cp_plan_start_date": "PlanStartDate",
    "cppl_cp_plan_end_date": "PlanEndDate",
    "cppv_cp_visit_id": "VisitID",
    "cppv_person_id": "ClientID",
    "cppv_cp_plan_id": "PlanID",
    "cppv_cp_visit_date": "VisitDate",
    "cppv_cp_visit_seen": "ChildSeen",
    "cppv_cp_visit_seen_alone": "SeenAlone",
}


def files(tables: Mapping[str, Sequence[Sequence[str]]], renamed: Mapping[str, str] | None = None) -> dict[str, str]:
    """The tables as CSV, with the headings as they stand or renamed."""
    made = {}
    for name, (headings, *rows) in tables.items():
        text = io.StringIO()
        named = [(renamed or {}).get(each, each) for each in headings]
        csv.writer(text, lineterminator="\n").writerows([named, *rows])
        made[name] = text.getvalue()
    return made
