"""The Journal's line in English and French: the model of 23 March 2015, and what is refused."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from consultations.models import HEADQUARTERS, Consultation, Mission, Room
from consultations.papers import journal
from consultations.papers.asked import Asked, PaperRefused, operator
from consultations.papers.journal import journal_lines
from consultations.papers.journal_words import (
    mission_name,
    room_name,
    say_hours,
    say_long_day,
)
from tests.consultations.paper_text import assert_golden, told

pytestmark = pytest.mark.django_db
TODAY = date(2015, 3, 16)
GROUP_EN = "Security Council Working Group on Peacekeeping Operations"
GROUP_FR = "Groupe de travail du Conseil de sécurité sur les opérations de maintien de la paix"


def booked(
    kind: str = "working_group", missions: tuple[str, ...] = (), **more: Any
) -> Consultation:
    """Of Monday 23 March 2015, 15:00, in the ECOSOC Chamber, confirmed: the model."""
    at = datetime(2015, 3, 23, 15, tzinfo=HEADQUARTERS)
    room, _new = Room.objects.get_or_create(name="ECOSOC Chamber")
    values = {
        "kind": kind, "visibility": "journal", "starts_at": at, "status": "confirmed",
        "ends_at": at + timedelta(hours=3), "subject": "Cooperation", "room": room,
        "room_status": "confirmed",
    }  # fmt: skip
    row = Consultation.objects.create(**values | more)
    for name in missions:
        row.missions.add(Mission.objects.get_or_create(acronym=name)[0])
    return row


def asked(row: Consultation | None, reader: Any = None, **more: Any) -> Asked:
    return Asked(reader or operator(), TODAY, consultation=row, **more)


def refusal(row: Consultation | None, reader: Any = None) -> str:
    with pytest.raises(PaperRefused) as refused:
        journal.build(asked(row, reader))
    return refused.value.sentence


def test_the_model_of_23_march_2015() -> None:
    row = booked()
    assert journal_lines(row, "en") == (
        f"15:00 to 18:00   {GROUP_EN} [Closed]*   ECOSOC Chamber",
        "Cooperation",
        "* All troop- and police-contributing countries are invited.",
    )
    assert journal_lines(row, "fr") == (
        f"15 heures à 18 heures   {GROUP_FR} [Séance privée]*   "
        "Salle du Conseil économique et social",
        "Cooperation",
        "* Tous les pays qui fournissent des contingents ou du personnel de police sont invités.",
    )
    assert_golden("journal_2015-03-23", journal.build(asked(row)))


def test_an_open_meeting_is_marked_open() -> None:
    sheet = told(journal.build(asked(booked(), form="open")))
    assert f"{GROUP_EN} [Open]*" in sheet
    assert f"{GROUP_FR} [Séance publique]*" in sheet


def test_a_formal_meeting_stands_under_resolution_1353_and_names_the_mission() -> None:
    row = booked("formal_tcc", missions=("UNDOF",), subject="Not this")
    entry, title, invited = journal_lines(row, "en")
    assert entry == "15:00 to 18:00   Security Council [Closed]*   ECOSOC Chamber"
    assert title == (
        "Meeting of the Security Council with the troop- and police-contributing countries "
        "pursuant to resolution 1353 (2001), annex II, sections A and B: UNDOF"
    )
    assert invited == "* All troop- and police-contributing countries of UNDOF are invited."
    assert journal_lines(row, "fr")[1].endswith("la résolution 1353 (2001)\u00a0: FNUOD")


def test_an_informal_meeting_is_by_invitation() -> None:
    row = booked("informal_triangular", missions=("MINUSMA",))
    assert journal_lines(row, "en")[2] == "* Participation is by invitation."


def test_members_alone_have_no_footnote() -> None:
    row = booked("organisational")
    assert journal_lines(row, "en") == (
        f"15:00 to 18:00   {GROUP_EN} [Closed]   ECOSOC Chamber", "Cooperation",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("room_status", "room", "said"),
    [
        ("requested", True, ("ECOSOC Chamber (to be confirmed)",
                             "Salle du Conseil économique et social (à confirmer)")),
        ("none", False, ("Room to be announced", "Salle à préciser")),
    ],
)  # fmt: skip
def test_a_room_that_is_not_sure_is_said_to_be(
    room_status: str, room: bool, said: tuple[str, str]
) -> None:
    row = booked(room_status=room_status, **({} if room else {"room": None}))
    for language, words in zip(("en", "fr"), said, strict=True):
        assert journal_lines(row, language)[0].endswith(f"   {words}")


@pytest.mark.parametrize("visibility", ["programme", "invitees"])
def test_what_is_not_listed_in_the_journal_has_no_line(visibility: str) -> None:
    row = booked(visibility=visibility)
    label = row.get_visibility_display()
    assert refusal(row) == (
        f"This consultation is not listed in the Journal ({label}), so there is no line for it. "
        "Choose “listed in the Journal” on its page first."
    )


def test_what_was_cancelled_has_no_line() -> None:
    row = booked(status="cancelled", cancelled_reason="moved")
    assert refusal(row) == "This consultation is cancelled: the Journal does not list it."


def test_nobody_learns_of_a_closed_meeting_by_asking_for_its_line(convener: User) -> None:
    row = booked(visibility="invitees", subject="Not to be told")
    assert refusal(row, convener) == refusal(None, convener)
    assert "Not to be told" not in refusal(row)


def test_the_lines_of_a_day_stand_together_and_leave_out_what_is_not_listed() -> None:
    booked(subject="Second", starts_at=datetime(2015, 3, 23, 16, tzinfo=HEADQUARTERS))
    booked(subject="First")
    booked(subject="Unlisted", visibility="programme")
    day = date(2015, 3, 23)
    sheet = told(journal.build_days(asked(None, first=day, last=day)))
    lines = sheet.splitlines()
    assert [line for line in lines if line in ("First", "Second", "Unlisted")] == [
        "First", "Second", "First", "Second",
    ]  # fmt: skip
    assert lines.count("Monday, 23 March 2015") == lines.count("Lundi 23 mars 2015") == 1


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (date(2015, 3, 24), date(2015, 3, 24), "No consultation from Tue 24 March 2015 to Tue 24 "
                                               "March 2015 is listed in the Journal."),
        (date(2014, 1, 1), date(2014, 12, 31), "Name a day, or up to a month: the Journal lists "
                                               "the meetings of a day."),
    ],
)  # fmt: skip
def test_days_without_a_line_are_refused(first: date, last: date, sentence: str) -> None:
    booked()
    with pytest.raises(PaperRefused) as refused:
        journal.build_days(asked(None, first=first, last=last))
    assert refused.value.sentence == sentence


def test_of_this_year_the_week_to_come_is_listed() -> None:
    booked()
    year = {"first": date(2015, 1, 1), "last": date(2015, 12, 31)}
    assert "Monday, 23 March 2015" in told(journal.build_days(asked(None, **year)))


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (say_long_day(date(2017, 6, 1), "fr"), "Jeudi 1er juin 2017"),
        (say_long_day(date(2017, 6, 8), "en"), "Thursday, 8 June 2017"),
        (say_hours(datetime(2017, 6, 8, 10), datetime(2017, 6, 8, 11, 30), "fr"),  # noqa: DTZ001
         "10 heures à 11 h 30"),
        (room_name("Conference Room 7", "fr"), "Salle de conférence 7"),
        (room_name("Another room", "fr"), "Another room"),
        (mission_name("UNIFIL", "fr"), "FINUL"),
        (mission_name("MINUSMA", "fr"), "MINUSMA"),
        (mission_name("UNIFIL", "en"), "UNIFIL"),
    ],
)  # fmt: skip
def test_names_and_times_in_french(said: str, wanted: str) -> None:
    assert said == wanted
