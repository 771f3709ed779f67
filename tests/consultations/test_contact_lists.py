"""Tables of contacts and pasted addresses: all or nothing, each problem with its place and cure."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given, strategies
from hypothesis import settings as bounded
from openpyxl import Workbook

from consultations import contact_lists, contacts
from consultations.contact_lists.files import MOST_ROWS
from consultations.facts import Outcome
from consultations.models import Contact, ContactAddress, MemberState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def states() -> dict[str, MemberState]:
    named = (
        ("India", "IND", ""), ("Niger", "NER", ""), ("Nigeria", "NGA", ""), ("Guinea", "GIN", ""),
        ("Guinea-Bissau", "GNB", ""), ("Jordan", "JOR", ""),
        ("Bolivia (Plurinational State of)", "BOL", "Bolivia"),
    )  # fmt: skip
    return {
        iso3: MemberState.objects.create(name=name, iso3=iso3, other_names=others)
        for name, iso3, others in named
    }


def bring_in(text: str | bytes, file: str = "contacts.csv", *, dry_run: bool = False) -> Outcome:
    data = text.encode() if isinstance(text, str) else text
    return contact_lists.bring_in(data, file, dry_run=dry_run)


def paste(text: str, **more: Any) -> Outcome:
    told = {"delegation": None, "role": "", "language": "en", "dry_run": False} | more
    return contact_lists.paste(text, **told)


def stored() -> set[tuple[str, str, str, str]]:
    rows = Contact.objects.select_related("member")
    return {(one.delegation, one.role, one.name, one.email) for one in rows}


def problems(outcome: Outcome) -> list[tuple[int | None, str, str]]:
    return [(one.row, one.column, one.problem) for one in outcome.problems]


TABLE = """delegation,organization,role,name,email,language,valid_until,aliases,members,note
India,,mailbox,,Mission@India.example,,,,clerk@india.example; b@india.example,
ner,,military,A. Traoré,army@niger.example,fr,2027-12-31,a.traore@niger.example,,on leave
,African Union,,,liaison@au.example,,,,,
Bolivia,,police,,police@bolivia.example,,,,,
"""


def test_a_table_is_stored_with_its_other_addresses() -> None:
    outcome = bring_in(TABLE)
    assert (outcome.problems, outcome.created) == ([], {"contacts": 4})
    assert stored() == {
        ("India", "mailbox", "", "mission@india.example"),
        ("Niger", "military", "A. Traoré", "army@niger.example"),
        ("African Union", "mailbox", "", "liaison@au.example"),
        ("Bolivia (Plurinational State of)", "police", "", "police@bolivia.example"),
    }
    niger = Contact.objects.get(email="army@niger.example")
    assert (niger.language, niger.valid_until, niger.cutype) == (
        "fr",
        date(2027, 12, 31),
        "INDIVIDUAL",
    )
    india = Contact.objects.get(email="mission@india.example")
    assert india.cutype == "GROUP"
    assert [(one.kind, one.email) for one in india.addresses.all()] == [
        ("member", "b@india.example"),
        ("member", "clerk@india.example"),
    ]


def test_tried_first_nothing_is_written() -> None:
    outcome = bring_in(TABLE, dry_run=True)
    assert (outcome.created, outcome.written, stored()) == ({"contacts": 4}, False, set())


def test_a_second_time_changes_nothing_and_what_is_written_out_comes_in_again() -> None:
    bring_in(TABLE)
    again = bring_in(contact_lists.as_csv())
    assert (again.created, again.updated, again.unchanged) == (
        {"contacts": 0}, {"contacts": 0}, {"contacts": 4},
    )  # fmt: skip


def test_a_changed_row_says_what_was_and_is() -> None:
    bring_in(TABLE)
    outcome = bring_in(
        "delegation,email,name,members\nIndia,mission@india.example,Registry,b@india.example\n"
    )
    (change,) = outcome.changes
    assert change.fields == (
        ("name", "", "Registry"),
        ("members", "b@india.example; clerk@india.example", "b@india.example"),
    )
    assert Contact.objects.get(email="mission@india.example").language == "en"


def test_one_wrong_row_and_nothing_is_written() -> None:
    outcome = bring_in(TABLE + "Atlantis,,mailbox,,a@atlantis.example,,,,,\n")
    assert problems(outcome) == [
        (
            6,
            "delegation",
            "is no Member State we know: write its name or code as on the page of delegations, or "
            "another body under organization",
        )
    ]
    assert stored() == set()


@pytest.mark.parametrize(
    ("row", "column", "begins"),
    [
        ("Indai,,,,a@b.example,,", "delegation", "is no Member State we know: did you mean India"),
        (",,,,a@b.example,,", "delegation", "is empty: write the Member State"),
        ("India,African Union,,,a@b.example,,", "delegation", "write either"),
        ("India,,,,,,", "email", "is empty"),
        ("India,,,,a.b.example,,", "email", "is no e-mail address"),
        ("India,,,,a@b@c.example,,", "email", "is not one e-mail address alone"),
        ('India,,,,"a@b.example; c@d.example",,', "email", "is not one e-mail address alone"),
        (f"India,,,,{'a' * 300}@b.example,,", "email", "is"),
        (f"India,,,,{settings.ORGANIZER_EMAIL},,", "email", "is"),
        ("India,,general,,a@b.example,,", "role", "is not one of: mailbox"),
        ("India,,,=cmd|' /C calc'!A0,a@b.example,,", "name", "starts like a formula"),
        ("India,,,\x07bell,a@b.example,,", "name", "holds a control character"),
        ("India,,,\u202egnp.exe,a@b.example,,", "name", "holds a control character"),
        ("India,,,,a@b.example,de,", "language", "is not one of: en, fr"),
        ("India,,,,a@b.example,,31/12/2027", "valid_until", "is not a date"),
        ("India,,,,a@b.example,,2020-01-01", "valid_until", "is before the day"),
    ],
)
def test_each_wrong_cell_is_named_with_its_cure(row: str, column: str, begins: str) -> None:
    header = "delegation,organization,role,name,email,language,valid_until,valid_from\n"
    outcome = bring_in(f"{header}{row},2026-01-01\n")
    (found,) = problems(outcome)
    assert (found[0], found[1], found[2][: len(begins)]) == (2, column, begins)


def test_one_address_twice_for_a_delegation_is_named_with_both_rows() -> None:
    outcome = bring_in("delegation,email\nIndia,a@b.example\nIND,A@B.example\n")
    assert problems(outcome) == [
        (3, "email", "stands in row 2 already for this delegation: remove one")
    ]


def test_one_address_of_two_delegations_is_possible_and_said() -> None:
    bring_in("delegation,email\nIndia,a@b.example\n")
    outcome = bring_in("delegation,email\nNiger,a@b.example\n")
    assert [one.problem for one in outcome.warnings] == [
        "stands for India too: an invitation goes there once a consultation"
    ]


def test_an_alias_that_becomes_a_member_and_back_is_kept_once() -> None:
    for column in ("aliases", "members", "aliases"):
        other = {"aliases": "members", "members": "aliases"}[column]
        bring_in(f"delegation,email,{column},{other}\nIndia,a@b.example,c@b.example,\n")
        (one,) = Contact.objects.get().addresses.all()
        assert (one.kind, one.email) == (
            {"aliases": "alias", "members": "member"}[column],
            "c@b.example",
        )


def test_a_domain_in_other_letters_is_kept_as_mail_servers_want_it() -> None:
    bring_in("delegation,email\nIndia,post@bücher.example\n")
    assert Contact.objects.get().email == "post@xn--bcher-kva.example"


@pytest.mark.parametrize("separator", [";", "\t"])
def test_excel_may_part_the_cells_otherwise(separator: str) -> None:
    rows = ["delegation,email,members", "India,a@b.example,b@b.example c@b.example"]
    text = "\ufeff" + "\r\n".join(rows).replace(",", separator)
    assert bring_in(text).problems == []
    assert stored() == {("India", "mailbox", "", "a@b.example")}


OUTLOOK = (
    '"First Name","Middle Name","Last Name","Company","Job Title","Business Street","Home Fax",'
    '"E-mail Address","E-mail 2 Address","Notes","Car Phone","Pager","Title","Suffix"\n'
    '"Anil","","Rao","Permanent Mission of India to the UN","Military Adviser","","",'
    '"rao@ind.example","anil@ind.example","Prefers calls","","","",""\n'
    '"","","","Niger","","","","mission@ner.example","","","","","",""\n'
    '"Ada","","Obi","Nigeria","","","","","","","555","","",""\n'
)
GOOGLE = (
    "First Name,Last Name,Organization Name,Organization Title,E-mail 1 - Value,Labels\n"
    "Anil,Rao,India,Military Adviser,rao@ind.example,* myContacts\n"
)


def test_an_export_of_outlooks_address_book_comes_in_as_it_is() -> None:
    outcome = bring_in(OUTLOOK)
    assert outcome.problems == []
    assert [(one.row, one.value, one.problem) for one in outcome.warnings] == [
        (1, "", "6 columns of the address book left out"),
        (4, "Ada Obi", "left out: no e-mail address stands with it"),
    ]
    assert stored() == {
        ("India", "military", "Anil Rao", "rao@ind.example"),
        ("Niger", "mailbox", "", "mission@ner.example"),
    }
    rao = Contact.objects.get(email="rao@ind.example")
    assert (rao.note, rao.cutype, rao.addresses.get().email) == (
        "Prefers calls", "INDIVIDUAL", "anil@ind.example",
    )  # fmt: skip


def test_googles_export_comes_in_and_a_company_nobody_knows_is_named() -> None:
    assert bring_in(GOOGLE).problems == []
    assert stored() == {("India", "military", "Anil Rao", "rao@ind.example")}
    assert problems(bring_in(GOOGLE.replace("India", "Acme"))) == [
        (2, "company", "is no delegation we know: name a Member State, or take this row out")
    ]


def workbook(*sheets: tuple[str, list[list[Any]]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_workbook_is_read_by_its_only_sheet_or_the_one_named_contacts() -> None:
    rows = [["Delegation", "Email", "Valid from"], ["India", "a@b.example", date(2026, 1, 1)]]
    assert bring_in(workbook(("Sheet1", rows)), "list.xlsx").created == {"contacts": 1}
    assert Contact.objects.get().valid_from == date(2026, 1, 1)
    two = workbook(("Notes", []), ("Contacts", rows))
    assert bring_in(two, "list.xlsx").unchanged == {"contacts": 1}
    assert problems(bring_in(workbook(("A", rows), ("B", rows)), "list.xlsx")) == [
        (None, "", "which sheet? Name one of them “contacts”")
    ]


def test_a_formula_in_a_workbook_is_refused() -> None:
    rows = [["delegation", "email", "name"], ["India", "a@b.example", '=HYPERLINK("http://x")']]
    (found,) = problems(bring_in(workbook(("contacts", rows)), "list.xlsx"))
    assert found[:2] == (2, "name")


@pytest.mark.parametrize(
    ("data", "file", "begins"),
    [
        (b"", "a.csv", "the first row is empty"),
        (b"\x00" * 1000, "a.csv", "this column is missing"),
        ("delegation,email\nIndia,é@b".encode("latin-1"), "a.csv", "a character is not UTF-8"),
        ("delegation,email".encode("utf-16"), "a.csv", "this is not CSV in UTF-8"),
        (b"PK\x03\x04 no workbook", "a.xlsx", "cannot be read as an XLSX workbook"),
        (b"delegation,email", "a.ods", "neither a .csv nor an .xlsx file"),
        (b"delegation,name\nIndia,x", "a.csv", "this column is missing"),
        (b"delegation,email,email\nIndia,x,y", "a.csv", "this column stands twice"),
        (b'delegation,email\n"India,a@b.example', "a.csv", "cannot be read as CSV"),
        (b"delegation,email\n" + b"India,a@b.example\n" * (MOST_ROWS + 1), "a.csv", "more than"),
    ],
)
def test_what_is_no_table_of_contacts_is_refused_with_the_cure(
    data: bytes, file: str, begins: str
) -> None:
    found = [problem for _row, _column, problem in problems(bring_in(data, file))]
    assert [one[: len(begins)] for one in found][:1] == [begins]
    assert stored() == set()


def test_a_workbook_that_unfolds_without_end_is_not_unfolded() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (50 * 1024 * 1024))
    (found,) = problems(bring_in(file.getvalue(), "bomb.xlsx"))
    assert found == (None, "", "unfolds to more than it should: split the workbook")


def test_names_written_out_run_in_no_spreadsheet(states: dict[str, MemberState]) -> None:
    Contact.objects.create(member=states["IND"], email="=a@b.example", name="=cmd|' /C calc'!A0")
    assert "'=cmd|' /C calc'!A0,'=a@b.example" in contact_lists.as_csv()


# Pasted addresses.


def test_a_list_of_a_mail_program_is_read_with_its_names(states: dict[str, MemberState]) -> None:
    india = contacts.Delegation("India", states["IND"].pk, "IND")
    text = (
        'Rao, Anil <anil.rao@india.example>; "Singh, P. (Police adviser)" <p.singh@india.example>; '
        "'mission@india.example' <mission@india.example>; plain@india.example on leave; "
        "Col. Das [mailto:military@india.example]"
    )
    assert paste(text, delegation=india).problems == []
    assert stored() == {
        ("India", "other", "Rao, Anil", "anil.rao@india.example"),
        ("India", "police", "Singh, P. (Police adviser)", "p.singh@india.example"),
        ("India", "mailbox", "", "mission@india.example"),
        ("India", "mailbox", "", "plain@india.example"),
        ("India", "other", "Col. Das", "military@india.example"),
    }
    assert Contact.objects.get(email="plain@india.example").note == "on leave"


def test_the_delegation_is_read_from_the_line_the_line_above_or_the_domain() -> None:
    bring_in("delegation,email\nGuinea,mission@guinea.example\n")
    outcome = paste(
        "India: A. Rao <rao@india.example>; box@mission.example\n"
        "NER\tMoussa\tmoussa@ner.example\tmilitary\n"
        "Permanent Mission of Nigeria to the United Nations\n"
        "\n"
        "Ada Obi, ada@ng.example\n"
        "Col. Bello, military <bello@ng.example>\n"
        "Guinea-Bissau\n"
        "a@gw.example, b@gw.example\n"
    )
    assert outcome.problems == []
    assert stored() == {
        ("Guinea", "mailbox", "", "mission@guinea.example"),
        ("India", "other", "A. Rao", "rao@india.example"),
        ("India", "mailbox", "", "box@mission.example"),
        ("Niger", "military", "Moussa", "moussa@ner.example"),
        ("Nigeria", "other", "Ada Obi", "ada@ng.example"),
        ("Nigeria", "military", "Col. Bello", "bello@ng.example"),
        ("Guinea-Bissau", "mailbox", "", "a@gw.example"),
        ("Guinea-Bissau", "mailbox", "", "b@gw.example"),
    }
    assert paste("M. Camara <camara@guinea.example>").changes[0].label == (
        "Guinea [by the domain of its known addresses]: M. Camara <camara@guinea.example> (other)"
    )


def test_a_code_in_brackets_says_whose_it_is_and_leaves_the_name() -> None:
    outcome = paste("Rahman, Ms. Ana (IND) <a@x.example>; Jordan, Mr. Ali (NER) <j@x.example>")
    assert (outcome.problems, outcome.warnings) == ([], [])
    assert stored() == {
        ("India", "other", "Rahman, Ms. Ana", "a@x.example"),
        ("Niger", "other", "Jordan, Mr. Ali", "j@x.example"),
    }


def test_each_part_of_a_list_without_an_address_is_reported() -> None:
    outcome = paste(
        "Rahman, Ms. Ana (IND); Bello, Mr. (NER) <b@ner.example>; Diallo, Mr. Omar (GIN)\n"
        "One, A; Two, B\n"
    )
    assert outcome.problems == []
    assert [(one.row, one.value, one.problem) for one in outcome.warnings] == [
        (1, "Rahman, Ms. Ana (IND)", "left out: no e-mail address stands with it"),
        (1, "Diallo, Mr. Omar (GIN)", "left out: no e-mail address stands with it"),
        (2, "One, A", "left out: no e-mail address stands with it"),
        (2, "Two, B", "left out: no e-mail address stands with it"),
    ]
    assert stored() == {("Niger", "other", "Bello, Mr.", "b@ner.example")}


def test_a_second_mailbox_is_warned_of_and_speaks_the_language_of_the_first() -> None:
    bring_in("delegation,email,language\nNiger,mission@ner.example,fr\n")
    outcome = paste("Niger: registry@ner.example", language="")
    assert [one.problem for one in outcome.warnings] == [
        "Niger has a mailbox already, mission@ner.example: invitations will go to both"
    ]
    assert Contact.objects.get(email="registry@ner.example").language == "fr"


def test_thousands_of_rows_take_a_few_statements(django_assert_max_num_queries: Any) -> None:
    rows = "".join(f"India,m{n}@x.example,b{n}@x.example\n" for n in range(1500))
    with django_assert_max_num_queries(60):
        assert bring_in(f"delegation,email,aliases\n{rows}").created == {"contacts": 1500}
    changed = rows.replace(",b", ",c")
    with django_assert_max_num_queries(120):
        assert bring_in(f"delegation,email,aliases\n{changed}").updated == {"contacts": 1500}
    assert ContactAddress.objects.filter(email__startswith="c").count() == 1500
    assert ContactAddress.objects.count() == 1500


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("who@nowhere.example", "whose address?"),
        ("Jordan Smith, India <js@x.example>", "which delegation?"),
        ("India: rao@india", "is no e-mail address"),
        ("India: a@b@c.example", "is no e-mail address"),
        ("India: rao@-x.example", "is no e-mail address"),
        ("nothing at all", "no e-mail address was found"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_nothing_is_stored(text: str, begins: str) -> None:
    outcome = paste(f"{text}\nNiger: fine@niger.example" if "nothing" not in text else text)
    assert [one.problem[: len(begins)] for one in outcome.problems][:1] == [begins]
    assert (outcome.problems[0].row, stored()) == (1, set())


def test_an_address_known_already_stays_as_it_is() -> None:
    bring_in("delegation,role,name,email,valid_until\nIndia,military,Rao,a@b.example,2020-01-01\n")
    outcome = paste("India: Somebody Else <a@b.example>")
    assert stored() == {("India", "military", "Rao", "a@b.example")}
    assert [one.problem for one in outcome.warnings] == [
        "stands already, but is not valid today: open it to make it valid again"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "a@" * 50_000,
        "a." * 50_000,
        "a@b." * 25_000,
        "a@b.example," * 8_000,
        "<" * 100_000,
        "India " * 16_000,
        "India" + "\t" * 90_000 + "a@b.example",
        "India a@b.example" + ",\t" * 40_000 + "military" + " \t" * 9_000,
        "\n" * 100_000,
        "India: x\u202e@\x00b.example",
    ],
)
def test_hostile_text_is_answered_soon(text: str) -> None:
    began = time.perf_counter()
    paste(text, dry_run=True)
    assert time.perf_counter() - began < 10


@bounded(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(strategies.text(max_size=200), strategies.binary(max_size=200))
def test_no_text_and_no_bytes_break_the_reading(text: str, data: bytes) -> None:
    paste(f"India: {text} <a@b.example>", dry_run=True)
    bring_in(b"delegation,email,name\n" + data, dry_run=True)
    bring_in(data, "a.xlsx", dry_run=True)
    assert stored() == set()
