"""iCalendar files: the same bytes for the same data, and no more in them than one may know.

Golden files are made anew with ``WRITE_GOLDEN=1``; read what changed before you commit it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar, Event

from consultations import booking
from consultations.calendars import files as calendars
from consultations.models import HEADQUARTERS, Consultation, Mission, Room

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).resolve().parent.parent / "golden"
ID = UUID("8c0f6c1e-2f60-4b36-9d3f-2f6f6a0f1a11")
FINDINGS = [
    {
        "criterion": "preparation",
        "recommendation": "R2017-65a",
        "also": ["R2017-73a"],
        "verdict": "kept",
        "obligation": "should",
        "sentence": "5 working days after the report (Tue 6 June 2017)",
    }
]
GUESTS = [
    {"name": "Chad", "category": "contributor", "iso3": "TCD", "strength": 1390},
    {"name": "France", "category": "council_member", "role": "CHAIR"},
    {"name": "Côte d’Ivoire; “north” ^", "category": "contributor", "strength": 150},
    {"name": 'Ms. "Awa" Diallo, adviser', "category": "expert", "role": "NON-PARTICIPANT"},
]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2017, 6, day, hour, minute, tzinfo=HEADQUARTERS)


@pytest.fixture(autouse=True)
def organizer(settings: Any) -> None:
    settings.ORGANIZER_EMAIL = "council-consultations@example.org"
    settings.PUBLIC_URL = "https://planner.example.org"


@pytest.fixture
def consultation(planner: User) -> Consultation:
    """MINUSMA's informal consultation of 13 June 2017, booked on 30 May by Ana Silva."""
    planner.email, planner.first_name, planner.last_name = "silva@example.org", "Ana", "Silva"
    planner.save()
    mission = Mission.objects.create(acronym="MINUSMA")
    with time_machine.travel(datetime(2017, 5, 30, 13, 12, tzinfo=UTC), tick=False):
        row = booking.book(
            who=planner,
            kind="informal_triangular",
            subject="MINUSMA: informal consultation before its renewal",
            starts_at=at(13, 10),
            ends_at=at(13, 11, 30),
            room=Room.objects.create(name="Conference Room 4"),
            missions=[mission],
            cycle_mission=mission,
            expires_on=date(2017, 6, 30),
            convener="penholder",
            convener_name="France",
            aim="Hear those who send troops before the first draft.",
            documents="S/2017/478\nS/RES/2295 (2016)",
            findings=FINDINGS,
            guests=GUESTS,
            interpretation=True,
        )
    return renamed(row)


def renamed(row: Consultation) -> Consultation:
    """The same consultation under an id that golden files can hold."""
    old = row.pk
    Consultation.objects.filter(pk=old).update(need="")
    Consultation.objects.bulk_create([_copy(row)])
    row.missions.through.objects.filter(consultation_id=old).update(consultation_id=ID)
    for related in (row.holds, row.participations, row.deeds):
        related.update(consultation_id=ID)
    Consultation.objects.filter(pk=old).delete()
    Consultation.objects.filter(pk=ID).update(created_at=row.created_at, updated_at=row.updated_at)
    return stored()


def _copy(row: Consultation) -> Consultation:
    copy = Consultation.objects.get(pk=row.pk)
    copy.pk = ID
    return copy


def stored() -> Consultation:
    return calendars.wanted_of(Consultation.objects.all()).get(pk=ID)


def done(deed: Callable[..., Any], *args: Any, **kwargs: Any) -> Consultation:
    """Do a deed on 1 June 2017 at noon in New York, and read the row anew."""
    row = stored()
    with time_machine.travel(datetime(2017, 6, 1, 16, tzinfo=UTC), tick=False):
        deed(row, *args, who=None, version=row.version, **kwargs)
    return stored()


def event(body: bytes) -> Event:
    (found,) = Calendar.from_ical(body).walk("VEVENT")
    return found


def check(name: str, body: bytes) -> None:
    file = GOLDEN / name
    if os.environ.get("WRITE_GOLDEN"):
        file.write_bytes(body)
    assert body.decode() == file.read_bytes().decode()


# Golden files


def test_a_tentative_consultation(consultation: Consultation, planner: User) -> None:
    check("tentative.ics", calendars.ics(consultation, planner))


def test_a_confirmed_consultation_in_a_confirmed_room(
    consultation: Consultation, planner: User
) -> None:
    done(booking.set_room_status, "requested", number="MM-2017-118", on=date(2017, 5, 31))
    done(booking.set_room_status, "confirmed")
    check("confirmed.ics", calendars.ics(done(booking.confirm), planner))


def test_a_cancelled_consultation(consultation: Consultation, planner: User) -> None:
    row = done(booking.cancel, reason="The report is late.")
    check("cancelled.ics", calendars.ics(row, planner))


def test_a_closed_meeting_for_a_reader_who_may_not_know(
    consultation: Consultation, convener: User
) -> None:
    check("closed.ics", calendars.ics(consultation, convener))


def test_a_meeting_of_2005_is_written_in_utc(consultation: Consultation, planner: User) -> None:
    start = datetime(2005, 2, 22, 10, tzinfo=HEADQUARTERS)
    Consultation.objects.filter(pk=ID).update(starts_at=start, ends_at=start + timedelta(hours=2))
    body = calendars.ics(stored(), planner)
    check("archive.ics", body)
    assert b"VTIMEZONE" not in body


# What changes, and what does not


def test_the_same_data_give_the_same_bytes_at_another_time(
    consultation: Consultation, planner: User
) -> None:
    first = calendars.ics(consultation, planner)
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC)):
        assert calendars.ics(stored(), planner) == first


def test_the_sequence_grows_with_time_and_status_and_not_with_the_room(
    consultation: Consultation, planner: User
) -> None:
    found = [consultation.sequence]
    found.append(done(booking.set_room_status, "requested", number="7").sequence)
    found.append(done(booking.edit, aim="Listen.").sequence)
    place = {"starts_at": at(14, 10), "ends_at": at(14, 11), "room": consultation.room}
    found.append(done(booking.move, **place).sequence)
    found.append(done(booking.confirm).sequence)
    found.append(done(booking.cancel, reason="Late.").sequence)
    assert found == [0, 0, 0, 1, 2, 3]


def test_the_uid_stays_for_the_life_of_the_meeting(
    consultation: Consultation, planner: User
) -> None:
    row = done(booking.move, starts_at=at(14, 10), ends_at=at(14, 11), room=None)
    assert event(calendars.ics(row, planner))["UID"] == str(ID)


@pytest.mark.parametrize(
    ("status", "written", "busy"),
    [
        ("proposed", "TENTATIVE", "TENTATIVE"),
        ("tentative", "TENTATIVE", "TENTATIVE"),
        ("confirmed", "CONFIRMED", None),
        ("held", "CONFIRMED", None),
        ("cancelled", "CANCELLED", "FREE"),
    ],
)
def test_each_status_is_one_that_calendars_know(
    consultation: Consultation, planner: User, status: str, written: str, busy: str | None
) -> None:
    consultation.status = status
    found = event(calendars.ics(consultation, planner))
    assert (found["STATUS"], found.get("X-MICROSOFT-CDO-BUSYSTATUS")) == (written, busy)


# Rooms


@pytest.mark.parametrize("status", ["wanted", "requested", "refused"])
def test_a_room_that_is_not_confirmed_says_so(
    consultation: Consultation, planner: User, status: str
) -> None:
    consultation.room_status = status
    consultation.room_requested_on = date(2017, 5, 30)
    found = event(calendars.ics(consultation, planner))
    assert found["LOCATION"] == "Conference Room 4 (room not confirmed)"


def test_a_consultation_without_a_room_says_so(consultation: Consultation, planner: User) -> None:
    consultation.room = None
    found = event(calendars.ics(consultation, planner))
    assert found["LOCATION"] == "Room to be announced"


def test_the_room_is_no_attendee(consultation: Consultation, planner: User) -> None:
    found = event(calendars.ics(consultation, planner))["ATTENDEE"]
    assert {one.params["CUTYPE"] for one in found} == {"GROUP", "INDIVIDUAL"}


# Guests


def test_each_guest_has_a_role_a_type_and_a_uri_of_their_own(
    consultation: Consultation, planner: User
) -> None:
    consultation.participations.filter(name="Chad").update(email="mission@chad.example")
    found = event(calendars.ics(stored(), planner))["ATTENDEE"]
    assert [(one.params["CN"], one.params["ROLE"], one.params["RSVP"]) for one in found] == [
        ("France", "CHAIR", "TRUE"),
        ("Chad", "REQ-PARTICIPANT", "TRUE"),
        ("Côte d’Ivoire, “north”", "REQ-PARTICIPANT", "TRUE"),
        ("Ms. 'Awa' Diallo, adviser", "NON-PARTICIPANT", "FALSE"),
    ]
    uris = [str(one) for one in found]
    assert [uri.partition(":")[0] for uri in uris] == ["urn", "mailto", "urn", "urn"]
    assert len(set(uris)) == 4


def test_somebody_taken_off_is_not_in_the_file(consultation: Consultation, planner: User) -> None:
    row = stored()
    booking.set_participation(
        row, "Chad", removed=True, reason="No.", who=planner, version=row.version
    )
    found = event(calendars.ics(stored(), planner))["ATTENDEE"]
    assert "Chad" not in [one.params["CN"] for one in found]


def test_the_organizer_is_a_mailbox_and_the_officer_acts_for_it(
    consultation: Consultation, planner: User
) -> None:
    found = event(calendars.ics(consultation, planner))["ORGANIZER"]
    assert str(found) == "mailto:council-consultations@example.org"
    assert found.params["SENT-BY"] == "mailto:silva@example.org"


# Who may know


def test_a_closed_meeting_carries_none_of_its_words(
    consultation: Consultation, convener: User
) -> None:
    found = event(calendars.ics(consultation, convener))
    assert found["SUMMARY"] == "Closed meeting"
    assert found["CLASS"] == "CONFIDENTIAL"
    hidden = ("DESCRIPTION", "LOCATION", "URL", "CATEGORIES", "ATTENDEE")
    assert [name for name in hidden if name in found] == []


def test_its_own_convener_reads_all_of_it(consultation: Consultation, convener: User) -> None:
    consultation.convener_user.add(convener)
    assert event(calendars.ics(stored(), convener))["CLASS"] == "PRIVATE"


# Text


HOSTILE = "A\r\nB\x00\x07C\u2028D\x85E\x1b;,\\F"


def test_text_that_would_break_readers_is_made_harmless(
    consultation: Consultation, planner: User
) -> None:
    consultation.subject = consultation.aim = HOSTILE
    body = calendars.ics(consultation, planner)
    found = event(body)
    assert found["SUMMARY"] == "A BC D E;,\\F"
    assert "Aim: A\nBC\nD\nE;,\\F\n" in str(found["DESCRIPTION"])
    assert set(body) & ({*range(32)} - {10, 13}) == set()


def test_a_line_break_in_a_name_adds_no_line(consultation: Consultation, planner: User) -> None:
    consultation.participations.filter(name="Chad").update(name="X\r\nATTENDEE:mailto:a@b.c\n;y^")
    found = event(calendars.ics(stored(), planner))["ATTENDEE"]
    assert len(found) == 4
    assert found[1].params["CN"] == "X ATTENDEE:mailto:a@b.c ,y"


def test_a_title_is_cut_where_outlook_cuts_it() -> None:
    assert calendars.one_line("😀" * 200, 255) == "😀" * 127


def test_every_line_is_short_and_ends_as_it_must(consultation: Consultation, planner: User) -> None:
    consultation.aim = "Écouter 安全理事会 😀 " * 40
    body = calendars.ics(consultation, planner)
    lines = body.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert body.count(b"\n") == len(lines) - 1
    assert [line.decode() for line in lines][-1] == ""


# The page


def get(client: Client, pk: Any = ID, **headers: str) -> Any:
    return client.get(f"/consultations/{pk}/invitation.ics", headers=headers)


def test_the_file_is_served_as_a_calendar(
    consultation: Consultation, planner: User, signed_in: Callable[[User], Client]
) -> None:
    answer = get(signed_in(planner))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="invitation.ics"'
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer.content == calendars.ics(stored(), planner)


def test_whoever_has_the_file_already_is_told_so(
    consultation: Consultation, planner: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(planner)
    etag = get(client)["ETag"]
    assert get(client, **{"if-none-match": etag}).status_code == 304
    done(booking.confirm)
    assert get(client, **{"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize(
    ("group", "title"),
    [
        ("administrator", "MINUSMA: informal consultation before its renewal"),
        ("planner", "MINUSMA: informal consultation before its renewal"),
        ("reader", "MINUSMA: informal consultation before its renewal"),
        ("convener", "Closed meeting"),
    ],
)
def test_each_group_gets_the_file_that_is_for_it(
    consultation: Consultation,
    person: Callable[[str], User],
    signed_in: Callable[[User], Client],
    group: str,
    title: str,
) -> None:
    assert event(get(signed_in(person(group))).content)["SUMMARY"] == title


def test_somebody_in_no_group_is_refused(
    consultation: Consultation, signed_in: Callable[[User], Client]
) -> None:
    user = User.objects.create(username="nobody")
    assert get(signed_in(user)).status_code == 403


def test_whoever_is_not_signed_in_is_asked_to(consultation: Consultation, client: Client) -> None:
    assert get(client).status_code == 302


def test_an_unknown_consultation_is_not_found(
    planner: User, signed_in: Callable[[User], Client]
) -> None:
    assert get(signed_in(planner)).status_code == 404


def test_head_is_answered_and_post_is_not(
    consultation: Consultation, planner: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(planner)
    url = f"/consultations/{ID}/invitation.ics"
    assert [client.head(url).status_code, client.post(url).status_code] == [200, 405]


def test_the_file_costs_the_same_queries_for_one_and_for_many_guests(
    consultation: Consultation, planner: User, signed_in: Callable[[User], Client]
) -> None:
    client, costs = signed_in(planner), []
    for count in (1, 30):
        row = stored()
        guests = [{"name": f"State {n}", "category": "contributor"} for n in range(count)]
        booking.set_invitees(row, guests, who=planner, version=row.version)
        with CaptureQueriesContext(connection) as queries:
            get(client)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 8
