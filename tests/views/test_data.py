"""The page of data: tried first, then loaded as tried; nothing half-way, nothing unseen."""

from __future__ import annotations

import io
import random
import string
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from consultations.facts import TABLES
from consultations.models import Consultation, CouncilMeeting, Mission, Room

pytestmark = pytest.mark.django_db

GROUPS = ("administrator", "planner", "convener", "reader")
MAY = {"facts": {"administrator"}, "plan": {"administrator", "planner"}}
DEEDS = {
    "/data/facts/check/": "facts",
    "/data/facts/load/": "facts",
    "/data/council/": "facts",
    "/data/arranged/check/": "plan",
    "/data/arranged/load/": "plan",
}
READ = ("/data/", "/data/empty/missions.csv", "/data/empty/consultations.csv")
CHECK, LOAD = "/data/facts/check/", "/data/facts/load/"
PASTE = "/data/council/"
ROOMS = b"name,capacity,interpretation\nConference Room 7,60,yes\nConference Room 8,,no\n"
LINE = "2026-12-03 morning Consultations Room – Middle East (provisional)"
Person = Callable[[str], User]
SignedIn = Callable[[User], Client]


@pytest.fixture
def keeper(administrator: User, signed_in: SignedIn) -> Client:
    return signed_in(administrator)


def file(content: bytes, name: str = "rooms.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def check(client: Client, content: bytes = ROOMS, name: str = "rooms.csv") -> str:
    """What the page keeps to be loaded; empty where there are problems."""
    return client.post(CHECK, {"upload": [file(content, name)]}).context.get("kept", "")


@pytest.mark.parametrize("page", [*READ, "/data/facts.zip"])
def test_a_stranger_is_sent_to_sign_in(client: Client, page: str) -> None:
    answer = client.get(page)
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"/accounts/login/?next={page}",
    )


@pytest.mark.parametrize("deed", DEEDS)
def test_a_stranger_brings_nothing_in(client: Client, deed: str) -> None:
    answer = client.post(deed, {"upload": [file(ROOMS)], "lines": LINE})
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"/accounts/login/?next={deed}",
    )


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("page", READ)
def test_everybody_sees_what_is_stored(
    person: Person, signed_in: SignedIn, group: str, page: str
) -> None:
    assert signed_in(person(group)).get(page).status_code == 200


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("deed", DEEDS)
def test_only_those_who_may_bring_anything_in(
    person: Person, signed_in: SignedIn, group: str, deed: str
) -> None:
    allowed = group in MAY[DEEDS[deed]]
    answer = signed_in(person(group)).post(deed, {})
    assert answer.status_code == (400 if allowed else 403)


@pytest.mark.parametrize("group", GROUPS)
def test_the_whole_export_is_for_those_who_plan(
    person: Person, signed_in: SignedIn, group: str
) -> None:
    allowed = group in MAY["plan"]
    assert signed_in(person(group)).get("/data/facts.zip").status_code == (200 if allowed else 403)


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_is_not_done_by_following_a_link(keeper: Client, deed: str) -> None:
    assert keeper.get(deed).status_code == 405


@pytest.mark.parametrize("page", [*READ, "/data/facts.zip"])
def test_a_page_is_not_posted_to(keeper: Client, page: str) -> None:
    assert keeper.post(page).status_code == 405


def test_checking_writes_nothing_and_says_what_would_happen(keeper: Client) -> None:
    Room.objects.create(name="Conference Room 7", capacity=50, interpretation=True)
    answer = keeper.post(CHECK, {"upload": [file(ROOMS)]})
    counts = [(c.table, c.created, c.updated, c.left) for c in answer.context["answer"].counts]
    assert counts == [("Rooms", 1, 1, 0)]
    assert list(Room.objects.values_list("name", "capacity")) == [("Conference Room 7", 50)]
    page = answer.content.decode()
    assert "capacity: 50 → 60" in page
    assert "Checked: nothing is written yet" in page


def test_what_was_checked_is_loaded_and_loading_again_changes_nothing(keeper: Client) -> None:
    kept = check(keeper)
    answer = keeper.post(LOAD, {"kept": kept}, follow=True)
    assert "2 created, 0 updated, 0 left as they were." in answer.content.decode()
    assert list(Room.objects.values_list("name", "capacity")) == [
        ("Conference Room 7", 60),
        ("Conference Room 8", None),
    ]
    answer = keeper.post(LOAD, {"kept": kept}, follow=True)
    assert "0 created, 0 updated, 2 left as they were." in answer.content.decode()


def test_a_problem_is_told_by_file_row_column_and_cure(keeper: Client) -> None:
    answer = keeper.post(CHECK, {"upload": [file(b"name,capacity\nRoom A,many\n")]})
    problem = answer.context["answer"].problems[0]
    assert (problem.file, problem.row, problem.column, problem.value) == (
        "rooms.csv", 2, "capacity", "many",
    )  # fmt: skip
    assert "write digits alone" in problem.problem
    assert "1 problem: nothing was written" in answer.content.decode()
    assert answer.context["kept"] == ""


def test_several_files_go_in_together_or_not_at_all(keeper: Client) -> None:
    good = file(b"acronym,full_name\nUNFICYP,In Cyprus\n", "missions.csv")
    answer = keeper.post(CHECK, {"upload": [good, file(b"name,capacity\nRoom A,-1\n")]})
    assert len(answer.context["answer"].problems) == 1
    assert answer.context["kept"] == ""
    assert Mission.objects.count() == 0


def test_facts_that_changed_meanwhile_are_judged_again(keeper: Client) -> None:
    rows = b"mission,component,resolution,adopted,expires_on,kind\n"
    row = b"UNFICYP,mission,S/RES/2369 (2017),2017-07-27,2018-01-31,renewal\n"
    Mission.objects.create(acronym="UNFICYP")
    kept = check(keeper, rows + row, "mandates.csv")
    assert kept
    Mission.objects.all().delete()
    answer = keeper.post(LOAD, {"kept": kept})
    assert answer.status_code == 409
    assert "nothing was written" in answer.content.decode()


@pytest.mark.parametrize("change", ["", "nothing", "x{}", "{}x"])
def test_bytes_that_were_not_checked_are_not_loaded(keeper: Client, change: str) -> None:
    answer = keeper.post(LOAD, {"kept": change.format(check(keeper))})
    assert answer.status_code == 400
    assert "What came back is not what was checked" in answer.content.decode()
    assert Room.objects.count() == 0


def test_what_one_person_checked_another_does_not_load(keeper: Client, signed_in: SignedIn) -> None:
    root = signed_in(User.objects.create_superuser("root"))
    assert root.post(LOAD, {"kept": check(keeper)}).status_code == 400
    assert Room.objects.count() == 0


def test_what_was_checked_for_facts_is_not_loaded_as_meetings(keeper: Client) -> None:
    assert keeper.post("/data/arranged/load/", {"kept": check(keeper)}).status_code == 400


def test_a_check_holds_for_an_hour(administrator: User, signed_in: SignedIn) -> None:
    with time_machine.travel("2026-12-01T10:00:00-05:00", tick=False) as clock:
        client = signed_in(administrator)
        kept = check(client)
        clock.shift(3601)
        assert client.post(LOAD, {"kept": kept}).status_code == 400


@pytest.mark.parametrize("where", [CHECK, "/data/arranged/check/"])
def test_too_much_is_refused_in_words(keeper: Client, where: str) -> None:
    big = b"x" * (5 * 1024 * 1024 + 1)
    answer = keeper.post(where, {"upload": [file(big)], "file": file(big)})
    assert answer.status_code == 413
    assert "That is more than 5 MB" in answer.content.decode()


def test_a_paste_without_end_is_refused_in_words(keeper: Client) -> None:
    answer = keeper.post(PASTE, {"lines": "2026-12-03 – Mali\n" * 10_000})
    assert answer.status_code == 413
    assert CouncilMeeting.objects.count() == 0


def test_the_largest_files_still_come_back_to_be_loaded(keeper: Client) -> None:
    letters = random.Random(7).choices(string.ascii_letters + string.digits, k=5_200_000)
    text = "".join(letters)
    rows = [f"Room {n},{text[n * 20_000 : (n + 1) * 20_000]}" for n in range(260)]
    kept = check(keeper, "\n".join(["name,note", *rows]).encode())
    assert keeper.post(LOAD, {"kept": kept}).status_code == 302
    assert Room.objects.count() == 260


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rooms.xlsx", b"PK\x03\x04 no workbook"),
        ("rooms.csv", b"\xff\xfe\x00"),
        ("rooms.csv", b"name\n\x00\n"),
        ("rooms.csv", b'name\n"open'),
        ("notes.csv", b"a\n1\n"),
        ("../../etc/passwd", b"a\n1\n"),
        ("rooms.csv", b"name\n=cmd|x\n"),
    ],
)
def test_a_file_that_is_no_table_is_a_problem_not_a_fall(
    keeper: Client, name: str, content: bytes
) -> None:
    answer = keeper.post(CHECK, {"upload": [file(content, name)]})
    assert answer.status_code == 200
    assert len(answer.context["answer"].problems) == 1
    assert answer.context["kept"] == ""


def test_hostile_text_is_shown_as_text(keeper: Client) -> None:
    row = b"name,capacity,<img src=x onerror=alert(1)>\n<script>alert(1)</script>,many,x\n"
    page = keeper.post(CHECK, {"upload": [file(row)]}).content.decode()
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
    page = keeper.post(PASTE, {"lines": "2026-12-03 – <script>alert(1)</script>"}).content.decode()
    assert "<script>alert(1)" not in page


def test_pasted_meetings_are_checked_then_loaded(keeper: Client) -> None:
    answer = keeper.post(PASTE, {"lines": LINE, "check": "1"})
    assert answer.status_code == 200
    assert "Load the lines" in answer.content.decode()
    assert CouncilMeeting.objects.count() == 0
    answer = keeper.post(PASTE, {"lines": LINE, "load": "1"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/data/")
    row = CouncilMeeting.objects.get()
    assert (row.on, row.session, row.room_name, row.subject, row.firmness) == (
        date(2026, 12, 3), "morning", "Consultations Room", "Middle East", "provisional",
    )  # fmt: skip


def test_a_pasted_line_that_became_firm_updates_the_meeting(keeper: Client) -> None:
    for line in (LINE, LINE.replace("provisional", "firm")):
        keeper.post(PASTE, {"lines": line, "load": "1"})
    assert [row.firmness for row in CouncilMeeting.objects.all()] == ["firm"]


def test_one_bad_line_keeps_all_of_them_out(keeper: Client) -> None:
    answer = keeper.post(PASTE, {"lines": f"{LINE}\nsoon – Mali", "load": "1"})
    problem = answer.context["answer"].problems[0]
    assert (problem.file, problem.row, problem.value) == ("pasted lines", 2, "soon – Mali")
    assert CouncilMeeting.objects.count() == 0


@pytest.mark.parametrize("text", ["", "   \n "])
def test_nothing_pasted_is_said(keeper: Client, text: str) -> None:
    answer = keeper.post(PASTE, {"lines": text})
    assert answer.status_code == 400
    assert "This field is required." in answer.content.decode()


def test_meetings_already_arranged_are_checked_then_brought_in(
    planner: User, signed_in: SignedIn
) -> None:
    Mission.objects.create(acronym="UNFICYP")
    client = signed_in(planner)
    table = (
        b"kind,missions,subject,date,start,end,status\n"
        b"formal_tcc,UNFICYP,Formal meeting on UNFICYP,2027-01-13,10:00,11:00,tentative\n"
    )
    answer = client.post("/data/arranged/check/", {"file": file(table, "ours.csv")})
    counts = [(c.table, c.created, c.updated, c.left) for c in answer.context["answer"].counts]
    assert counts == [("Consultations", 1, 0, 0)]
    assert Consultation.objects.count() == 0
    kept = answer.context["kept"]
    wrong_kind = client.post("/data/arranged/load/", {"kept": kept, "kind": "crisis"})
    assert wrong_kind.status_code == 400
    answer = client.post("/data/arranged/load/", {"kept": kept, "kind": ""})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/data/")
    assert [row.subject for row in Consultation.objects.all()] == ["Formal meeting on UNFICYP"]


def test_the_empty_table_has_the_header_that_is_read(keeper: Client) -> None:
    answer = keeper.get("/data/empty/missions.csv")
    header = answer.content.decode()
    assert header == ",".join(TABLES["missions"].file_columns()) + "\n"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="missions.csv"'
    assert keeper.get("/data/empty/nothing.csv").status_code == 404


def test_the_export_can_be_loaded_back(keeper: Client) -> None:
    keeper.post(LOAD, {"kept": check(keeper)})
    archive = zipfile.ZipFile(io.BytesIO(keeper.get("/data/facts.zip").content))
    assert archive.namelist() == ["rooms.csv"]
    answer = keeper.post(CHECK, {"upload": [file(archive.read("rooms.csv"))]})
    assert answer.context["answer"].sentence == "0 created, 0 updated, 2 left as they were."
    assert "Nothing new: all of it is stored already" in answer.content.decode()


def test_with_nothing_stored_the_page_says_so(keeper: Client) -> None:
    answer = keeper.get("/data/")
    assert {table.rows for table in answer.context["tables"]} == {0}
    assert "No recorded date has moved." in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_more_rows_cost_no_more_queries(
    keeper: Client, django_assert_num_queries: Callable[..., object], rows: int
) -> None:
    for number in range(rows):
        Room.objects.create(name=f"Room {number}")
    with django_assert_num_queries(5):  # type: ignore[attr-defined]
        keeper.get("/data/")
