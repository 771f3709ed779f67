"""Subscriptions: who gets what, the same bytes for the same data, and validators that hold."""

from __future__ import annotations

import gzip
import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
import vobject
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from consultations import answers, booking, duties, feeds, invitations
from consultations.calendars import lines
from consultations.models import (
    HEADQUARTERS,
    Consultation,
    Feed,
    FeedMark,
    Invitation,
    Mandate,
    MemberState,
    Message,
    Mission,
    Participation,
    Report,
    Room,
)
from tests.consultations import answering, invited

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
Fetch = Callable[..., Any]


@pytest.fixture(autouse=True)
def at_a_day(settings: Any) -> Any:
    """Monday 2 March 2026, ten in the morning in New York; the clock moves when a test says so."""
    settings.PUBLIC_URL = "https://planner.example.org"
    settings.ORGANIZER_EMAIL = "council-consultations@example.org"
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def fetch(client: Client) -> Fetch:
    """``fetch(token, "head", if_none_match=…)``: as a calendar asks, with no cookie."""

    def ask(token: str, method: str = "get", **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return getattr(client, method)(f"/feeds/{token}.ics", headers=named)

    return ask


@pytest.fixture
def unmil() -> Mission:
    return Mission.objects.create(acronym="UNMIL", kind="peacekeeping operation")


def meeting(day: int = 12, *, month: int = 3, year: int = 2026, **values: Any) -> Consultation:
    missions = values.pop("missions", [])
    starts = datetime(year, month, day, 10, tzinfo=HEADQUARTERS)
    row = Consultation.objects.create(
        **{
            "kind": "formal_tcc", "status": "confirmed", "subject": f"Meeting of {day}",
            "visibility": "programme", "starts_at": starts,
            "ends_at": starts + timedelta(minutes=90),
        } | values
    )  # fmt: skip
    row.missions.set(missions)
    return row


def subscribed(user: User, scope: str = "all", **about: Any) -> str:
    """The token of a new subscription."""
    return feeds.subscribe(made_by=user, **{"scope": scope, "language": "en"} | about)[1]


def entries(answer: Any, kind: str = "VEVENT") -> list[Event]:
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content).walk(kind)


def titles(answer: Any) -> list[str]:
    return [str(one["SUMMARY"]) for one in entries(answer)]


# What each shows


def test_all_i_may_see_is_what_my_group_may_see(
    person: Callable[[str], User], fetch: Fetch
) -> None:
    meeting(10, subject="Open")
    meeting(11, subject="Closed", visibility="invitees")
    own = meeting(12, subject="My own", visibility="invitees")
    own.convener_user.add(person("convener"))
    found = {group: titles(fetch(subscribed(person(group)))) for group in ("reader", "convener")}
    assert found == {
        "reader": ["Open", "Closed", "My own"],
        "convener": ["Open", "Closed meeting", "My own"],
    }


def test_a_closed_meeting_tells_when_it_is_and_nothing_else(
    convener: User, fetch: Fetch, unmil: Mission
) -> None:
    room = Room.objects.create(name="Conference Room 4")
    meeting(visibility="invitees", missions=[unmil], room=room, aim="Secret", documents="S/2026/1")
    (found,) = entries(fetch(subscribed(convener)))
    assert {*found} == {
        "SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "SEQUENCE", "CLASS", "CREATED",
        "LAST-MODIFIED", "STATUS", "TRANSP",
    }  # fmt: skip


def test_one_mission_and_one_room_hide_closed_meetings_whose_place_would_tell(
    convener: User, reader: User, fetch: Fetch, unmil: Mission
) -> None:
    room = Room.objects.create(name="Conference Room 4")
    meeting(10, subject="Open", missions=[unmil], room=room)
    meeting(11, subject="Of the cycle", cycle_mission=unmil)
    meeting(12, subject="Closed", visibility="invitees", missions=[unmil], room=room)
    meeting(13, subject="Another")
    found = {
        (user.username, scope): titles(fetch(subscribed(user, scope, mission=unmil, room=room)))
        for user in (convener, reader)
        for scope in ("mission", "room")
    }
    assert found == {
        ("convener", "mission"): ["Open", "Of the cycle"],
        ("convener", "room"): ["Open"],
        ("reader", "mission"): ["Open", "Of the cycle", "Closed"],
        ("reader", "room"): ["Open", "Closed"],
    }


def test_proposals_are_in_no_file_and_what_fell_stays_for_six_weeks(
    reader: User, fetch: Fetch, at_a_day: Any
) -> None:
    meeting(10, status="proposed", subject="Only proposed")
    meeting(11, status="tentative", subject="Tentative")
    meeting(12, month=8, status="cancelled", cancelled_reason="Late", subject="Fell")
    token = subscribed(reader)
    first = [(str(one["SUMMARY"]), str(one["STATUS"])) for one in entries(fetch(token))]
    at_a_day.move_to(NOW + timedelta(days=43))
    assert first == [("Tentative", "TENTATIVE"), ("Fell", "CANCELLED")]
    assert titles(fetch(token)) == ["Tentative"]


def test_a_year_back_is_shown_and_no_more(reader: User, fetch: Fetch) -> None:
    meeting(1, month=4, year=2025, subject="In the year")
    meeting(20, month=2, year=2025, subject="Before it")
    meeting(1, month=4, year=2031, subject="Far ahead")
    assert titles(fetch(subscribed(reader))) == ["In the year", "Far ahead"]


def test_no_subscription_names_a_guest_or_carries_an_alarm(reader: User, fetch: Fetch) -> None:
    row = meeting(guests_shown=True)
    Participation.objects.create(consultation=row, name="Chad", category="contributor")
    body = fetch(subscribed(reader)).content.decode()
    assert [word for word in ("ATTENDEE", "Chad", "VALARM", "METHOD") if word in body] == []


def test_the_language_is_the_one_that_was_chosen(reader: User, fetch: Fetch) -> None:
    meeting(room=None)
    (found,) = entries(fetch(subscribed(reader, language="fr"), accept_language="en"))
    assert str(found["LOCATION"]) != "Room to be announced"
    assert fetch(subscribed(reader, language="fr"))["Content-Language"] == "fr"


def test_the_head_names_the_calendar_and_how_often_to_ask_and_not_the_secret_path(
    reader: User, fetch: Fetch, unmil: Mission
) -> None:
    token = subscribed(reader, "mission", mission=unmil)
    body = fetch(token).content.decode().replace("\r\n ", "")
    head = body[: body.index("END:VCALENDAR")].split("\r\n")
    assert [one for one in head if one] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Consultation planner//Consultations//EN",
        "CALSCALE:GREGORIAN",
        "NAME:Consultations: UNMIL",
        "X-WR-CALNAME:Consultations: UNMIL",
        "DESCRIPTION:From a year back\\, and all that is to come.",
        "X-WR-CALDESC:From a year back\\, and all that is to come.",
        "COLOR:steelblue",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "X-WR-TIMEZONE:America/New_York",
    ]
    assert token not in body


def test_another_reader_finds_the_same_instants_around_every_change_of_the_clocks(
    reader: User, fetch: Fetch
) -> None:
    days = [(2026, 3, 6), (2026, 3, 9), (2026, 10, 30), (2026, 11, 2), (2027, 3, 12),
            (2027, 3, 15), (2027, 11, 5), (2027, 11, 8)]  # fmt: skip
    rows = [meeting(day, month=month, year=year) for year, month, day in days]
    body = fetch(subscribed(reader)).content.decode()
    found = {one.uid.value: one.dtstart.value for one in vobject.readOne(body).vevent_list}
    assert found == {row.uid: row.starts_at for row in rows}


# Deadlines


@pytest.fixture
def cycle(unmil: Mission) -> Mission:
    Mandate.objects.create(
        mission=unmil, resolution="S/RES/2800 (2025)", adopted_on=date(2025, 6, 27),
        starts_on=date(2025, 7, 1), expires_on=date(2026, 6, 30), kind="renewal",
    )  # fmt: skip
    Report.objects.create(mission=unmil, kind="periodic", due_on=date(2026, 6, 1))
    return unmil


def test_deadlines_are_whole_days_that_take_nobodys_time(
    reader: User, fetch: Fetch, cycle: Mission
) -> None:
    found = {str(one["SUMMARY"]): one for one in entries(fetch(subscribed(reader, "deadlines")))}
    expiry = found["UNMIL: mandate expires"]
    assert (expiry["DTSTART"].dt, expiry["DTEND"].dt) == (date(2026, 6, 30), date(2026, 7, 1))
    assert {str(one["TRANSP"]) for one in found.values()} == {"TRANSPARENT"}
    announce = [name for name in found if name.startswith("UNMIL: last day to announce")]
    assert announce
    assert "UNMIL: report due" in found


def test_deadlines_are_tasks_where_they_were_asked_for_and_know_their_meeting(
    reader: User, fetch: Fetch, cycle: Mission
) -> None:
    row = meeting(20, subject="Not announced yet", missions=[cycle])
    answer = fetch(subscribed(reader, "deadlines", todos=True))
    assert titles(answer) == ["UNMIL: mandate expires"]
    tasks = {str(one["SUMMARY"]): one for one in entries(answer, "VTODO")}
    one = tasks["Last day to announce: Not announced yet"]
    assert (str(one["RELATED-TO"]), str(one["STATUS"])) == (row.uid, "NEEDS-ACTION")
    assert one["DUE"].dt < date(2026, 3, 20)
    (alarm,) = one.walk("VALARM")
    assert alarm["TRIGGER"].params["RELATED"] == "END"


def test_a_deadline_of_a_closed_meeting_does_not_tell_of_it(convener: User, fetch: Fetch) -> None:
    meeting(20, subject="Secret", visibility="invitees")
    assert titles(fetch(subscribed(convener, "deadlines"))) == []


def test_a_deadline_that_moves_keeps_its_uid_and_is_revised(
    reader: User, fetch: Fetch, cycle: Mission, at_a_day: Any
) -> None:
    token = subscribed(reader, "deadlines")
    before = {str(one["UID"]): one for one in entries(fetch(token))}
    again = fetch(token)
    at_a_day.shift(timedelta(minutes=20))
    assert fetch(token).content == again.content
    Report.objects.update(due_on=date(2026, 6, 3))
    at_a_day.shift(timedelta(minutes=20))
    after = {str(one["UID"]): one for one in entries(fetch(token))}
    assert {*before} == {*after}
    moved = [uid for uid in after if after[uid]["DTSTART"].dt != before[uid]["DTSTART"].dt]
    assert moved
    for name in ("SEQUENCE", "DTSTAMP", "LAST-MODIFIED"):
        was, now = (one[moved[0]][name] for one in (before, after))
        assert getattr(was, "dt", was) < getattr(now, "dt", now)


# A delegation's


@pytest.fixture
def chad() -> MemberState:
    return MemberState.objects.create(iso3="TCD", iso2="TD", name="Chad")


def invite(row: Consultation, member: MemberState | None, **values: Any) -> Invitation:
    """Somebody who was told of *row* as it stands."""
    told = values.pop("told", None)
    guest = Participation.objects.create(
        consultation=row, name=member.name if member else "African Union", member=member,
        category="contributor", partstat=values.pop("partstat", "NEEDS-ACTION"),
    )  # fmt: skip
    invitation = Invitation.objects.create(
        consultation=row, participation=guest, email=f"{row.pk.hex[:6]}@example.org",
        told=snapshot(row) if told is None else told, **values,
    )  # fmt: skip
    Message.objects.create(
        consultation=row, invitation=invitation, occasion="invite", method="REQUEST",
        to_email=invitation.email, subject="s", body="b", state="sent", stamped_at=NOW,
        message_id=f"<{invitation.pk}@example.org>",
    )  # fmt: skip
    return invitation


def snapshot(row: Consultation, **changed: Any) -> dict[str, Any]:
    return {
        "start": row.starts_at.isoformat(), "end": row.ends_at.isoformat(), "room": "Room 7",
        "subject": row.subject, "aim": "Listen", "documents": ["S/2026/1"], "video": "",
        "visibility": row.visibility,
    } | changed  # fmt: skip


def test_a_delegations_subscription_shows_what_it_was_told_with_its_own_answer(
    planner: User, fetch: Fetch, chad: MemberState
) -> None:
    invite(meeting(10, subject="Asked"), chad, partstat="ACCEPTED", sequence=2)
    invite(meeting(11, subject="Nothing sent yet"), chad, told={})
    meeting(12, subject="Not asked")
    invite(meeting(13, subject="Of others"), None)
    token = subscribed(planner, "delegation", member=chad)
    (found,) = entries(fetch(token))
    assert (str(found["SUMMARY"]), found["SEQUENCE"], str(found["LOCATION"])) == (
        "Asked", 2, "Room 7",
    )  # fmt: skip
    assert str(found["DESCRIPTION"]).splitlines()[0] == "Your delegation's answer: accepted"
    assert {"URL", "ATTENDEE", "ORGANIZER"} & {*found} == set()


def test_a_change_nobody_sent_is_not_told_by_the_subscription_either(
    planner: User, fetch: Fetch, chad: MemberState
) -> None:
    row = meeting(10, subject="As told")
    invite(row, chad)
    Consultation.objects.filter(pk=row.pk).update(
        subject="As it stands", status="cancelled", cancelled_reason="Late"
    )
    (found,) = entries(fetch(subscribed(planner, "delegation", member=chad)))
    assert (str(found["SUMMARY"]), str(found["STATUS"])) == ("As told", "CONFIRMED")


def test_what_was_called_off_stands_as_cancelled_for_some_weeks(
    planner: User, fetch: Fetch, chad: MemberState, at_a_day: Any
) -> None:
    row = meeting(10, month=9)
    invite(row, chad, told=snapshot(row, status="CANCELLED"), called_off=True, sequence=1)
    token = subscribed(planner, "delegation", member=chad)
    (found,) = entries(fetch(token))
    assert (str(found["STATUS"]), str(found["TRANSP"])) == ("CANCELLED", "TRANSPARENT")
    at_a_day.move_to(NOW + timedelta(days=43))
    assert entries(fetch(token)) == []


def test_a_body_that_is_no_state_has_its_own_by_its_name(planner: User, fetch: Fetch) -> None:
    invite(meeting(10, subject="Asked"), None)
    token = subscribed(planner, "delegation", organization="African Union")
    assert titles(fetch(token)) == ["Asked"]


# Who may


def test_a_wrong_a_revoked_and_a_malformed_path_are_not_found(reader: User, fetch: Fetch) -> None:
    token = subscribed(reader)
    assert fetch(token).status_code == 200
    feeds.revoke(Feed.objects.get())
    answers = [fetch(one) for one in (token, "x" * 43, "short", "x" * 44, "é" * 43)]
    assert {answer.status_code for answer in answers} == {404}
    assert {answer["Cache-Control"] for answer in answers} == {"no-store"}


@pytest.mark.parametrize("loss", ["inactive", "no group"])
def test_rights_are_checked_at_each_fetch(reader: User, fetch: Fetch, loss: str) -> None:
    token = subscribed(reader)
    etag = fetch(token)["ETag"]
    if loss == "inactive":
        User.objects.filter(pk=reader.pk).update(is_active=False)
    else:
        reader.groups.clear()
    assert fetch(token).status_code == 404
    assert fetch(token, if_none_match=etag).status_code == 404


def test_another_group_sees_other_bytes_at_once(reader: User, fetch: Fetch) -> None:
    meeting(visibility="invitees")
    token = subscribed(reader)
    first = fetch(token)
    reader.groups.set([Group.objects.get_or_create(name="convener")[0]])
    after = fetch(token, if_none_match=first["ETag"])
    assert (titles(first), titles(after)) == (["Meeting of 12"], ["Closed meeting"])


def test_only_a_hash_of_the_token_is_kept(reader: User) -> None:
    token = subscribed(reader)
    kept = [str(value) for value in Feed.objects.values_list().get()]
    assert len(token) == 43
    assert [value for value in kept if token in value] == []


# Bytes and validators


def test_the_same_data_give_the_same_bytes_and_validators(
    reader: User, fetch: Fetch, at_a_day: Any
) -> None:
    meeting()
    token = subscribed(reader)
    first = fetch(token, user_agent="one")
    at_a_day.shift(timedelta(minutes=40))
    after = fetch(token, user_agent="two")
    assert first.content == after.content
    names = ("ETag", "Last-Modified")
    assert [first[name] for name in names] == [after[name] for name in names]


def test_whoever_has_the_bytes_is_told_so_and_nothing_is_composed(
    reader: User, fetch: Fetch
) -> None:
    meeting()
    token = subscribed(reader)
    etag = fetch(token)["ETag"]
    with CaptureQueriesContext(connection) as asked:
        answer = fetch(token, if_none_match=etag)
    assert (answer.status_code, answer["ETag"], answer.content) == (304, etag, b"")
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("tags", "status"),
    [
        ("{etag}", 304),
        ("W/{etag}", 304),
        ('"other", {etag}', 304),
        ("*", 304),
        ('"other"', 200),
        ("not a tag", 200),
    ],
)
def test_if_none_match_is_a_list_or_a_star_and_wins_over_the_date(
    reader: User, fetch: Fetch, tags: str, status: int
) -> None:
    token = subscribed(reader)
    first = fetch(token)
    wanted = tags.format(etag=first["ETag"])
    answer = fetch(token, if_none_match=wanted, if_modified_since="Mon, 02 Mar 2037 15:00:00 GMT")
    assert answer.status_code == status


def test_whoever_asks_by_date_alone_is_told_of_every_change_and_of_a_loss(
    reader: User, fetch: Fetch, at_a_day: Any
) -> None:
    meeting(10)
    last = meeting(12)
    token = subscribed(reader)
    dates, statuses = [fetch(token)["Last-Modified"]], []
    for change in (
        lambda: Consultation.objects.get(pk=last.pk).save(),
        last.delete,
        Consultation.objects.all().delete,
    ):
        statuses.append(fetch(token, if_modified_since=dates[-1]).status_code)
        at_a_day.shift(timedelta(seconds=1))
        change()
        answer = fetch(token, if_modified_since=dates[-1])
        statuses.append(answer.status_code)
        dates.append(answer["Last-Modified"])
    assert statuses == [304, 200] * 3
    parsed = [datetime.strptime(one, "%a, %d %b %Y %H:%M:%S GMT") for one in dates]  # noqa: DTZ007
    assert parsed == sorted({*parsed})


def test_two_changes_within_a_second_have_two_dates(reader: User, fetch: Fetch) -> None:
    token = subscribed(reader)
    dates = [fetch(token)["Last-Modified"]]
    for day in (10, 11):
        meeting(day)
        dates.append(fetch(token)["Last-Modified"])
    assert len({*dates}) == 3


def test_a_slower_process_does_not_move_the_date_back(reader: User, fetch: Fetch) -> None:
    token = subscribed(reader)
    slow = feeds.look(token)
    assert slow is not None
    later = NOW + timedelta(seconds=3)
    Feed.objects.update(changed_at=later, etag="of the faster one")
    feeds.compose(slow)
    assert Feed.objects.values_list("changed_at", "etag").get() == (later, "of the faster one")
    assert fetch(token)["Last-Modified"] == "Mon, 02 Mar 2026 15:00:04 GMT"


def test_a_change_that_this_reader_cannot_see_leaves_bytes_and_validators(
    reader: User, fetch: Fetch, unmil: Mission, at_a_day: Any
) -> None:
    token = subscribed(reader, "mission", mission=unmil)
    first = fetch(token)
    at_a_day.shift(timedelta(seconds=5))
    meeting(10, subject="Of no mission")
    answer = fetch(token, if_none_match=first["ETag"])
    assert (answer.status_code, answer["Last-Modified"]) == (304, first["Last-Modified"])


def test_what_leaves_no_trace_is_found_after_a_quarter_of_an_hour(
    reader: User, fetch: Fetch, unmil: Mission, at_a_day: Any
) -> None:
    meeting(missions=[unmil])
    token = subscribed(reader)
    etag = fetch(token)["ETag"]
    Mission.objects.update(acronym="UNMIL2")
    assert fetch(token, if_none_match=etag).status_code == 304
    at_a_day.shift(timedelta(minutes=15))
    assert fetch(token, if_none_match=etag).status_code == 200


def test_an_answer_taken_on_an_officers_word_reaches_a_subscriber_at_once(
    planner: User, fetch: Fetch, settings: Any
) -> None:
    settings.MAIL_AUTHSERV_ID = "mx.planner.example"
    row = invited.told(planner)
    token = subscribed(planner, "delegation", member=MemberState.objects.get(name="Chad"))
    stranger = answering.mail(answering.reply(row, "ACCEPTED"), sender="who@else.example")
    reply = answers.read(stranger, via="mail")
    etag = fetch(token)["ETag"]
    answers.admit(reply, who=planner, reason="They rang.")
    after = fetch(token, if_none_match=etag)
    (found,) = entries(after)
    assert str(found["DESCRIPTION"]).splitlines()[0] == "Your delegation's answer: accepted"


def test_an_invitation_that_failed_leaves_the_subscription_at_once(
    planner: User, fetch: Fetch
) -> None:
    row = invited.told(planner)
    token = subscribed(planner, "delegation", member=MemberState.objects.get(name="France"))
    etag = fetch(token)["ETag"]
    failed = row.messages.get(to_email=invited.FRANCE)
    Message.objects.filter(pk=failed.pk).update(state="failed")
    invitations.was_not_told(failed)
    assert entries(fetch(token, if_none_match=etag)) == []


def test_a_change_that_is_seen_after_one_with_a_later_number_is_a_change(
    reader: User, fetch: Fetch
) -> None:
    row = meeting(subject="As it was")
    token = subscribed(reader)
    FeedMark.objects.create(pk=2)
    etag = fetch(token)["ETag"]
    Consultation.objects.filter(pk=row.pk).update(subject="As it is")  # moves no other mark
    FeedMark.objects.create(pk=1)
    assert titles(fetch(token, if_none_match=etag)) == ["As it is"]


def test_every_deed_leaves_a_change_and_old_ones_are_forgotten(
    planner: User, fetch: Fetch, at_a_day: Any
) -> None:
    row = invited.told(planner)
    counted = FeedMark.objects.count()
    booking.edit(row, who=planner, version=row.version, aim="Another")
    grown = FeedMark.objects.count() - counted
    at_a_day.shift(timedelta(days=3))
    assert (grown, duties.DUTIES[-1].deed(NOW + timedelta(days=3))) == (1, counted + 1)


def test_booking_moving_and_cancelling_reach_a_subscriber_at_once(
    planner: User, fetch: Fetch, at_a_day: Any
) -> None:
    token = subscribed(planner)
    seen = [[(one["SEQUENCE"], str(one["STATUS"])) for one in entries(fetch(token))]]
    starts = datetime(2026, 4, 14, 10, tzinfo=HEADQUARTERS)
    row = booking.book(
        who=planner, kind="formal_tcc", subject="UNMIL", starts_at=starts,
        ends_at=starts + timedelta(hours=1), aim="Listen.", documents="S/2026/1",
    )  # fmt: skip
    seen.append([(one["SEQUENCE"], str(one["STATUS"])) for one in entries(fetch(token))])
    later = {"starts_at": starts + timedelta(days=1), "ends_at": row.ends_at + timedelta(days=1)}
    booking.move(row, who=planner, version=1, room=None, **later)
    seen.append([(one["SEQUENCE"], str(one["STATUS"])) for one in entries(fetch(token))])
    booking.cancel(row, who=planner, version=2, reason="Late.")
    seen.append([(one["SEQUENCE"], str(one["STATUS"])) for one in entries(fetch(token))])
    assert seen == [[], [(0, "TENTATIVE")], [(1, "TENTATIVE")], [(2, "CANCELLED")]]


# HTTP


def test_the_answer_says_what_it_is_and_how_to_keep_it(reader: User, fetch: Fetch) -> None:
    answer = fetch(subscribed(reader), accept="text/html")
    named = (
        "Content-Type", "Cache-Control", "X-Content-Type-Options", "X-Robots-Tag",
        "Referrer-Policy", "Last-Modified",
    )  # fmt: skip
    assert [answer[name] for name in named] == [
        "text/calendar; charset=utf-8",
        "private, max-age=300",
        "nosniff",
        "noindex, nofollow",
        "no-referrer",
        "Mon, 02 Mar 2026 15:00:00 GMT",
    ]
    assert answer["ETag"].startswith('"')
    assert "Accept-Encoding" in answer["Vary"]
    assert "Cookie" not in answer["Vary"]
    assert not answer.cookies


def test_head_says_what_get_says_without_the_bytes(reader: User, fetch: Fetch) -> None:
    meeting()
    token = subscribed(reader)
    got, head = fetch(token), fetch(token, "head")
    assert (head.status_code, head.content) == (200, b"")
    assert dict(head.headers) == dict(got.headers)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_every_other_method_is_refused_without_a_page_on_forms(reader: User, method: str) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = getattr(client, method)(f"/feeds/{subscribed(reader)}.ics")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


def test_packed_bytes_are_the_same_calendar_under_a_strong_tag_of_their_own(
    reader: User, fetch: Fetch
) -> None:
    meeting()
    token = subscribed(reader)
    plain, packed = fetch(token), fetch(token, accept_encoding="br, gzip;q=0.8")
    assert gzip.decompress(packed.content) == plain.content
    assert (packed["Content-Encoding"], len({plain["ETag"], packed["ETag"]})) == ("gzip", 2)
    assert not packed["ETag"].startswith("W/")
    for held in (plain["ETag"], packed["ETag"]):
        for encoding in ("", "gzip"):
            assert fetch(token, if_none_match=held, accept_encoding=encoding).status_code == 304
    assert fetch(token, accept_encoding="gzip;q=0").headers.get("Content-Encoding") is None


def test_when_and_by_what_it_was_fetched_is_noted_once_a_minute(
    reader: User, fetch: Fetch, at_a_day: Any
) -> None:
    token = subscribed(reader)
    noted = []
    for agent, passed in (("Thunderbird/140", 0), ("Outlook", 59), ("Apple\x00 Calendar", 2)):
        at_a_day.shift(timedelta(seconds=passed))
        fetch(token, user_agent=agent)
        noted.append(Feed.objects.values_list("fetched_at", "fetched_by").get())
    last = NOW + timedelta(seconds=61)
    assert noted == [(NOW, "Thunderbird/140"), (NOW, "Thunderbird/140"), (last, "Apple Calendar")]


def test_no_log_holds_the_secret(
    reader: User, fetch: Fetch, caplog: pytest.LogCaptureFixture
) -> None:
    token = subscribed(reader)
    with caplog.at_level(logging.DEBUG):
        fetch(token, "post")
        feeds.revoke(Feed.objects.get())
        fetch(token)
    said = [record.getMessage() for record in caplog.records if "/feeds/" in record.getMessage()]
    assert len(said) == 2
    assert [line for line in said if token in line] == []


def test_a_calendar_costs_the_same_queries_for_one_meeting_and_for_many(
    reader: User, fetch: Fetch, unmil: Mission
) -> None:
    token, costs = subscribed(reader), []
    fetch(token)
    for days in ((3,), range(4, 24)):
        for day in days:
            meeting(day, missions=[unmil], room=Room.objects.create(name=f"Room {day}"))
        with CaptureQueriesContext(connection) as asked:
            fetch(token)
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 8


# Lines


@given(st.text(max_size=200))
def test_any_text_comes_back_as_it_was_cleaned(said: str) -> None:
    body = lines.written(
        ["BEGIN:VCALENDAR", "BEGIN:VEVENT", lines.text("SUMMARY", said), "END:VEVENT",
         "END:VCALENDAR"]
    )  # fmt: skip
    (event,) = Calendar.from_ical(body).walk("VEVENT")
    assert max(map(len, body.split(b"\r\n"))) <= 75
    assert str(event["SUMMARY"]) == lines.clean(said)
