"""The way in: what counts, what is set aside and why; each case of bad input by its name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from consultations import answers, booking, contacts, invitations
from consultations.answers import intake
from consultations.models import (
    Consultation,
    Contact,
    ContactAddress,
    Invitation,
    Message,
    Reply,
)
from tests.consultations.answering import NEW_YORK, SERVER, came, mail, notice, reply, taken
from tests.consultations.invited import (
    CHAD,
    CHAD_MILITARY,
    FRANCE,
    STARTS_AT,
    moved,
    of,
    taken_off,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = STARTS_AT + timedelta(days=2)


@pytest.fixture(autouse=True)
def clock(settings):
    settings.MAIL_AUTHSERV_ID = SERVER
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def row(db, told_once, planner):
    return Consultation.objects.get(pk=told_once)


def standing(row):
    """Whatever an answer could change of a consultation and its invitations."""
    return (
        Consultation.objects.filter(pk=row.pk).values().get(),
        list(row.invitations.order_by("pk").values("partstat", "comment", "sequence", "told")),
        list(row.participations.order_by("pk").values_list("partstat", flat=True)),
        row.messages.count(),
    )


# What counts


@pytest.mark.parametrize("partstat", ["ACCEPTED", "TENTATIVE", "DECLINED"])
def test_an_answer_by_mail_counts(row, partstat):
    came_in = came(reply(row, partstat, more="COMMENT:we\\, all of us\\nthank you"))
    assert (came_in.outcome, came_in.code, came_in.sender) == ("counted", "", CHAD)
    assert came_in.authenticated == f"{SERVER}: dmarc=pass chad.example"
    one = of(row, CHAD)
    assert (one.partstat, one.answered_via, one.comment) == (
        partstat, "mail", "we, all of us\nthank you",
    )  # fmt: skip
    assert one.answered_dtstamp == datetime(2026, 11, 22, 10, tzinfo=UTC)


def test_outlooks_answer_without_organizer_counts(row):
    text = reply(
        row, zone=NEW_YORK.format(tzid="Eastern Standard Time"),
        more="SUMMARY;LANGUAGE=en-us:Accepted: MINUSMA: renewal\n"
        'DTSTART;TZID="Eastern Standard Time":20270608T100000\n'
        "X-MICROSOFT-CDO-APPT-SEQUENCE:1\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY\nCLASS:PUBLIC",
    )  # fmt: skip
    assert came(text).outcome == "counted"


def test_googles_answer_with_guests_counts(row):
    text = reply(
        row, params=f";CUTYPE=INDIVIDUAL;X-NUM-GUESTS=2;CN={CHAD}", more="RRULE:FREQ=SECONDLY"
    )
    assert came(text).outcome == "counted"
    assert of(row, CHAD).attending == "and 2 more"


def test_a_whole_series_sent_as_an_answer_counts_once(row):
    event = reply(row).partition("BEGIN:VEVENT")[2].partition("END:VCALENDAR")[0]
    again = "BEGIN:VEVENT" + event.replace("UID:", "RECURRENCE-ID:20270608T140000Z\r\nUID:")
    text = reply(row).replace("END:VCALENDAR", again + "END:VCALENDAR")
    assert came(text).outcome == "counted"


def test_an_answer_without_a_sequence_answers_version_zero(row):
    Invitation.objects.update(sequence=0)
    assert came(reply(row, sequence=None)).outcome == "counted"


def test_an_answer_without_a_stamp_is_given_when_it_came(row):
    text = reply(row).replace("DTSTAMP:20261122T100000Z\r\n", "")
    assert (came(text).outcome, of(row, CHAD).answered_dtstamp) == ("counted", NOW)


def test_a_stamp_that_cannot_be_read_is_as_good_as_none(row):
    assert came(reply(row, at="\u201d0261122T100000Z")).outcome == "counted"
    assert of(row, CHAD).answered_dtstamp == NOW


@pytest.mark.parametrize("whole", [False, True])
def test_a_method_is_taken_from_the_mail_where_the_calendar_names_none(row, whole):
    kind = "text/calendar" if not whole else "text/calendar; method=REPLY"
    assert came(reply(row, method=""), kind=kind).code == ("" if whole else "no_method")


@pytest.mark.parametrize("address", ["MAILTO:Mission@CHAD.example", "mission@chad.example"])
def test_addresses_are_compared_in_small_letters(row, address):
    assert came(reply(row, attendee=f"ATTENDEE;PARTSTAT=ACCEPTED:{address}")).outcome == "counted"


def test_a_member_of_a_group_mailbox_answers_for_its_delegation(row):
    box = Contact.objects.get(email=CHAD)
    ContactAddress.objects.create(contact=box, kind="member", email="jane@chad.example")
    counted = came(reply(row, who="jane@chad.example"), sender="Jane <jane@chad.example>")
    assert (counted.outcome, counted.invitation) == ("counted", of(row, CHAD))
    assert counted.attendee == "jane@chad.example"


def test_another_contact_of_the_delegation_may_answer_for_it(row):
    Contact.objects.create(
        member=Contact.objects.get(email=FRANCE).member, email="p@france.example"
    )
    counted = came(reply(row, who="p@france.example"), sender="p@france.example")
    assert (counted.outcome, counted.invitation) == ("counted", of(row, FRANCE))


def test_of_several_attendees_the_senders_own_counts(row):
    both = f"ATTENDEE;PARTSTAT=DECLINED:mailto:{FRANCE}\nATTENDEE;PARTSTAT=ACCEPTED:mailto:{CHAD}"
    counted = came(reply(row, attendee=both.replace("\n", "\r\n")))
    assert (counted.outcome, counted.partstat) == ("counted", "ACCEPTED")
    assert of(row, FRANCE).partstat == "NEEDS-ACTION"


def test_a_file_without_a_sender_is_taken_on_the_word_of_who_brings_it(row, planner):
    counted = taken(reply(row), entered_by=planner)
    assert (counted.outcome, counted.authenticated) == ("counted", "on the word of planner")


def test_a_pasted_answer_with_words_before_it_counts(row, planner):
    assert taken("They wrote\n\n" + reply(row), entered_by=planner).outcome == "counted"


def test_an_uploaded_mail_counts_where_its_sender_speaks_for_the_guest(row, planner):
    data = mail(reply(row), result="")
    assert answers.read(data, via="upload", entered_by=planner).outcome == "counted"
    forged = mail(reply(row, who=FRANCE), result="")
    assert answers.read(forged, via="upload", entered_by=planner).code == "sender_other"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_other_encodings_are_read(row, encoding):
    data = reply(row, more="COMMENT:à bientôt").encode(encoding)
    assert (taken(data).outcome, of(row, CHAD).comment) == ("counted", "à bientôt")


def test_latin_letters_are_read_as_the_mail_declares_or_as_they_look(row):
    data = reply(row, more="COMMENT:à bientôt").encode("latin-1")
    came(data, kind="text/calendar; charset=iso-8859-1")
    assert of(row, CHAD).comment == "à bientôt"
    assert taken(data).outcome == "counted"


def test_control_characters_are_left_out(row):
    data = reply(row, more="COMMENT:a\x00b\x07c").replace("UID", "UI\x00D")
    assert (taken(data).outcome, of(row, CHAD).comment) == ("counted", "abc")


# The order of things


def test_the_same_bytes_again_only_count_how_often(row):
    data = mail(reply(row))
    for _n in range(100):
        again = answers.read(data, via="mail")
    assert (Reply.objects.count(), again.times) == (1, 100)
    assert of(row, CHAD).partstat == "ACCEPTED"


def test_the_same_answer_by_another_way_of_the_post_is_one_answer(row):
    first = came(reply(row))
    came(reply(row, "DECLINED", at="20261122T110000Z"))
    again = came(reply(row), headers="Received: from relay.example\n")
    assert (again.pk, again.times, again.outcome) == (first.pk, 2, "superseded")
    assert (Reply.objects.count(), of(row, CHAD).partstat) == (2, "DECLINED")


def test_of_two_answers_in_the_wrong_order_the_later_counts(row):
    came(reply(row, "DECLINED", at="20261122T110000Z"))
    late = came(reply(row, "ACCEPTED", at="20261122T100000Z"))
    assert (late.outcome, of(row, CHAD).partstat) == ("superseded", "DECLINED")


def test_an_answer_to_an_older_version_is_shown_and_not_counted(row, planner):
    Invitation.objects.update(sequence=3)
    stale = came(reply(row))
    assert (stale.outcome, stale.code) == ("stale", "stale")
    assert stale.reason == "It answers version 1; version 3 was sent since."
    assert of(row, CHAD).partstat == "NEEDS-ACTION"


def test_an_answer_to_the_time_before_a_move_that_is_not_told_yet_is_stale(row, planner):
    moved(row, planner)
    stale = came(reply(row))
    assert (stale.outcome, stale.code) == ("stale", "moved")


def test_unauthenticated_comes_before_uninvited(row):
    late = came(reply(row, who="x@y.example"), result="dmarc=fail")
    assert (late.code, late.attendee, late.invitation) == ("unauthenticated", "x@y.example", None)


# What is set aside


def two_events(row):
    other = reply("another").partition("BEGIN:VEVENT")[2]
    return reply(row).replace("END:VCALENDAR", "BEGIN:VEVENT" + other)


def attendees(n):
    return "\r\n".join(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:a{k}@b.example" for k in range(n))


WRONG = {
    "unknown_meeting": lambda row: reply("00000000-0000-4000-8000-000000000000"),
    "unknown_meeting ": lambda row: reply("an event of somebody else@example.org"),
    "uninvited": lambda row: reply(row, who="crasher@example.org"),
    "sender_other": lambda row: reply(row, who=FRANCE),
    "sequence_ahead": lambda row: reply(row, sequence=2),
    "bad_sequence": lambda row: reply(row, sequence=-1),
    "bad_sequence ": lambda row: reply(row, sequence=2**63),
    "bad_sequence  ": lambda row: reply(row, sequence="one"),
    "bad_sequence   ": lambda row: reply(row, sequence="9" * 5000),
    "two_methods": lambda row: reply(row).replace("METHOD:REPLY", "METHOD:REPLY\r\nMETHOD:CANCEL"),
    "unknown_method": lambda row: reply(row, method="INVADE"),
    "cancel": lambda row: reply(row, method="CANCEL"),
    "not_an_answer": lambda row: reply(row, method="REQUEST"),
    "not_an_answer ": lambda row: reply(row, method="PUBLISH"),
    "not_an_answer  ": lambda row: reply(row, method="DECLINECOUNTER"),
    "no_answer": lambda row: reply(row, "NEEDS-ACTION"),
    "no_answer ": lambda row: reply(row, "X-NEVER"),
    "no_answer  ": lambda row: reply(row, attendee=f"ATTENDEE:mailto:{CHAD}"),
    "no_attendee": lambda row: reply(row, attendee="ORGANIZER:mailto:planner@localhost"),
    "no_attendee ": lambda row: reply(row, attendee="ATTENDEE;PARTSTAT=ACCEPTED:urn:x"),
    "several_attendees": lambda row: reply(row, attendee=attendees(3)),
    "too_many_attendees": lambda row: reply(row, attendee=attendees(10_000)),
    "several_meetings": two_events,
    "several_calendars": lambda row: reply(row) + reply(row),
    "twice": lambda row: reply(row, more="SEQUENCE:4"),
    "no_uid": lambda row: reply(row).replace("UID:", "X-UID:"),
    "no_event": lambda row: reply(row).replace("VEVENT", "VTODO"),
    "no_end": lambda row: reply(row).replace("END:VCALENDAR\r\n", ""),
    "no_end ": lambda row: reply(row)[:-40],
    "unreadable": lambda row: reply(row).replace("END:VEVENT\r\n", ""),
    "too_deep": lambda row: reply(row, more="BEGIN:X\n" * 20 + "END:X\n" * 20),
    "too_many_parts": lambda row: reply(row, more="BEGIN:X\nEND:X\n" * 600),
    "too_long": lambda row: reply(row, more="X:\n" * 60_000),
}


@pytest.mark.parametrize("code", WRONG)
def test_what_is_no_answer_of_an_invitee_is_set_aside_with_its_reason(row, code):
    before = standing(row)
    kept = came(WRONG[code](row))
    assert (kept.outcome, kept.code) == ("quarantined", code.strip())
    assert kept.reason.endswith((".", "?"))
    assert standing(row) == before
    assert bytes(Reply.objects.get().raw) == mail(WRONG[code](row))


def test_nothing_that_is_nested_a_hundred_thousand_deep_is_looked_into(row):
    deep = "BEGIN:VCALENDAR\r\n" + "BEGIN:X\r\n" * 99_000
    assert taken(deep).code == "too_long"
    boundaries = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(100_000)
    )
    assert (
        answers.read(b"From: a@b.example\n" + boundaries[:900_000], via="mail").code == "too_deep"
    )


def test_what_is_larger_than_any_answer_is_not_looked_into_nor_kept_whole(row):
    kept = taken(reply(row, more="X-A:" + "a" * 50_000_000))
    assert (kept.outcome, kept.code) == ("quarantined", "too_large")
    assert len(kept.raw) == intake.EXCERPT


@pytest.mark.parametrize("data", [b"", b"\0\0", b"\r\n \r\n"])
def test_nothing_is_set_aside_as_nothing(row, data):
    assert answers.read(data, via="upload").code == "empty"


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\xfa", b"/etc/passwd", b"hello world", b"%PDF-1.4\n1 0"]
)
def test_what_is_neither_mail_nor_calendar_is_set_aside(row, data):
    assert answers.read(data, via="upload").code == "no_mail"


def test_a_mail_in_words_is_set_aside_to_be_read(row):
    kept = came("I shall come", kind="text/plain")
    assert (kept.code, kept.sender, kept.mail_subject) == (
        "no_calendar", CHAD, "Accepted: a meeting",
    )  # fmt: skip


def test_an_answer_to_a_cancelled_consultation_is_set_aside(row, planner):
    booking.cancel(row, reason="it falls", who=planner, version=row.version)
    assert (came(reply(row)).code, of(row, CHAD).partstat) == ("cancelled", "NEEDS-ACTION")


def test_an_answer_to_a_deleted_consultation_is_set_aside(row):
    text = reply(row)
    row.delete()
    assert came(text).code == "unknown_meeting"


def test_an_answer_after_the_meeting_is_set_aside(row, clock):
    clock.move_to(row.ends_at + timedelta(hours=1))
    assert came(reply(row)).code == "over"


def test_an_answer_of_one_who_was_taken_off_is_set_aside(row, planner):
    taken_off(row, "Chad", planner)
    assert came(reply(row)).code == "called_off"


def test_attachments_and_links_are_neither_opened_nor_kept_apart(row):
    more = (
        "ATTACH:file:///etc/passwd\nATTACH;FMTTYPE=text/plain:http://127.0.0.1:9/x\nURL:/etc/passwd"
    )
    assert came(reply(row, more=more)).outcome == "counted"


def test_title_time_place_and_guests_are_never_taken_from_an_answer(row):
    before = standing(row)[0]
    came(reply(row, more="SUMMARY:Mine now\nLOCATION:My house\nDTSTART:20300101T000000Z"))
    assert standing(row)[0] == before


def test_a_bug_of_ours_loses_nothing(row, monkeypatch, caplog):
    monkeypatch.setattr(intake, "read_itip", lambda *_given: 1 / 0)
    kept = came(reply(row))
    assert (kept.outcome, kept.code) == ("quarantined", "unexpected")
    assert "could not be taken in" in caplog.text


# Who sent it


@pytest.mark.parametrize(
    ("result", "believed"),
    [
        ("dmarc=pass header.from=chad.example", True),
        ("dmarc=pass header.from=evil.example", False),
        ("dmarc=fail header.from=chad.example; dkim=pass header.d=chad.example", False),
        ("dkim=pass header.d=chad.example header.b=abc", True),
        ("dkim=pass header.i=@mail.chad.example header.d=mail.chad.example", True),
        ("dkim=pass header.d=evil.example", False),
        ("dkim=pass header.d=example", False),
        ("dkim=pass header.d=notchad.example", False),
        ("dkim=fail header.d=chad.example", False),
        ("spf=pass smtp.mailfrom=bounces@chad.example", True),
        ("spf=pass smtp.mailfrom=bounces@evil.example", False),
        ("spf=softfail smtp.mailfrom=chad.example", False),
        ("none", False),
        (";;;", False),
    ],
)
def test_a_sender_is_believed_as_our_own_server_found(row, result, believed):
    kept = came(reply(row), result=result)
    assert kept.outcome == ("counted" if believed else "quarantined")
    assert kept.code == ("" if believed else "unauthenticated")


def test_what_the_sender_wrote_of_itself_counts_for_nothing(row):
    forged = "Authentication-Results: mx.evil.example; dmarc=pass header.from=chad.example\n"
    assert came(reply(row), result="", headers=forged).code == "unauthenticated"
    ours = f"Authentication-Results: {SERVER}; dmarc=pass header.from=chad.example\n"
    assert came(reply(row), result="dmarc=fail", headers=ours).code == "unauthenticated"


@pytest.mark.parametrize(
    ("named", "outcome", "said"),
    [
        ("", "quarantined", "no mail server is named that checks senders"),
        ("trust", "counted", "as stated: no mail server was named that checks senders"),
    ],
)
def test_without_a_server_that_checks_nobody_is_believed_unless_that_is_asked_for(
    row, settings, named, outcome, said
):
    settings.MAIL_AUTHSERV_ID = named
    forged = came(reply(row), result="dmarc=fail header.from={domain}")
    assert (forged.outcome, forged.authenticated) == (outcome, said)


@pytest.mark.parametrize("year", [1999, 2199])
def test_another_time_in_the_past_or_beyond_two_years_is_set_aside(row, year):
    more = f"DTSTART:{year}0609T140000Z\nDTEND:{year}0609T153000Z"
    kept = came(reply(row, method="COUNTER", more=more))
    assert (kept.outcome, kept.code, kept.counter) == ("quarantined", "bad_time", "")


def test_another_time_that_passed_meanwhile_is_not_taken(row, planner, clock):
    more = "DTSTART:20261122T150000Z\nDTEND:20261122T160000Z"
    kept = came(reply(row, method="COUNTER", more=more))
    clock.move_to(kept.proposed_start_at)
    with pytest.raises(invitations.Refused, match="is past"):
        answers.accept_counter(kept, who=planner, version=row.version, room=None, reason="so be it")
    with pytest.raises(booking.Refused, match="is past"):
        booking.move(row, starts_at=kept.proposed_start_at, ends_at=kept.proposed_end_at,
                     room=None, who=planner, version=row.version, reason="so be it")  # fmt: skip


def test_an_admitted_answer_to_an_older_version_says_to_which(row, planner):
    moved(row, planner)
    stale = came(reply(row))
    answers.admit(stale, who=planner, reason="they said so on the telephone")
    stale.refresh_from_db()
    assert (stale.outcome, stale.sequence) == ("counted", 1)


def test_an_answer_stands_in_the_record_and_changes_no_version(row, planner):
    version = row.version
    came(reply(row, "DECLINED", who=FRANCE, more="COMMENT:for you alone"), sender=FRANCE)
    proposed = answers.propose(of(row, CHAD), LATER, LATER + timedelta(hours=1), via="link")
    answers.decline_counter(proposed, who=planner, reason="the Council meets")
    row.refresh_from_db()
    said = row.deeds.filter(verb="answer").values_list("now", "reason", "who__username")
    assert (row.version, list(said)) == (version, [
        ("France: declined, by mail", "", None),
        ("Chad: another time, Thu 10 June 2027, 10:00, declined", "the Council meets", "planner"),
    ])  # fmt: skip


def test_a_delegate_is_invited_only_as_long_as_the_answer_stands(row, planner):
    to = ';DELEGATED-TO="mailto:deputy@chad.example"'
    kept = came(reply(row, "DELEGATED", params=to))
    with pytest.raises(invitations.Refused, match=r"does not name other@chad.example"):
        answers.invite_delegate(kept, email="other@chad.example", name="")
    came(reply(row, "ACCEPTED", at="20261122T110000Z"))
    with pytest.raises(invitations.Refused, match=r"does not name deputy@chad.example"):
        answers.invite_delegate(kept, email="deputy@chad.example", name="")
    assert not row.invitations.filter(email="deputy@chad.example").exists()


@pytest.mark.parametrize(
    "sender",
    [
        f"{CHAD}, evil@evil.example", f"{CHAD}, <evil@evil.example>", "nobody", "<>",
        f"{CHAD}\nFrom: evil@evil.example", f"<{CHAD}> <evil@evil.example>",
        f"({CHAD}) evil@evil.example x",
    ],
)  # fmt: skip
def test_a_from_of_several_or_none_is_nobodys(row, sender):
    assert came(reply(row), sender=sender, result="dmarc=pass").code == "no_sender"


@pytest.mark.parametrize(
    "sender", [f'"{CHAD}" <evil@evil.example>', f"=?utf-8?q?{CHAD.replace('@', '=40')}?= <evil@evil.example>"]  # noqa: E501
)  # fmt: skip
def test_a_name_that_looks_like_an_address_is_a_name(row, sender):
    kept = came(reply(row), sender=sender, result="dmarc=pass header.from=evil.example")
    assert (kept.code, kept.sender) == ("sender_other", "evil@evil.example")


# Other things that come


def test_another_time_is_kept_open_and_the_answer_before_it_stands(row):
    came(reply(row, "ACCEPTED"))
    text = reply(
        row, "TENTATIVE", method="COUNTER", at="20261122T110000Z",
        zone=NEW_YORK.format(tzid="Eastern Standard Time"),
        more='DTSTART;TZID="Eastern Standard Time":20270608T150000\nDURATION:PT1H\nCOMMENT:lunch',
    )  # fmt: skip
    kept = came(text, kind="text/calendar; method=COUNTER")
    assert (kept.outcome, kept.counter, kept.comment) == ("counter", "open", "lunch")
    assert kept.proposed_start_at == datetime(2027, 6, 8, 19, tzinfo=UTC)
    assert kept.proposed_end_at == datetime(2027, 6, 8, 20, tzinfo=UTC)
    assert of(row, CHAD).partstat == "ACCEPTED"


@pytest.mark.parametrize(
    ("line", "hour"),
    [
        ("DTSTART:20270609T140000Z", 14),
        ("DTSTART;TZID=America/New_York:20270609T100000", 14),
        ("DTSTART;TZID=W. Europe Standard Time:20270609T160000", 14),
        ("DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Paris:20270609T160000", 14),
        ("DTSTART;TZID=Customized Time Zone:20270609T100000", 14),
        ("DTSTART;TZID=Nowhere/At_All:20270609T100000", None),
        ("DTSTART;TZID=../../etc/passwd:20270609T100000", None),
        ("DTSTART:20270609T100000", None),
        ("DTSTART;VALUE=DATE:20270609", None),
        ("DTSTART:20270231T100000Z", None),
        ("DTSTART:99990609T100000Z", None),
    ],
)
def test_a_proposed_time_is_an_instant_or_set_aside(row, line, hour):
    zone = NEW_YORK.format(tzid="Customized Time Zone")
    kept = came(reply(row, method="COUNTER", zone=zone, more=line))
    if hour is None:
        assert (kept.outcome, kept.code) == ("quarantined", "no_time")
    else:
        assert kept.proposed_start_at == datetime(2027, 6, 9, hour, tzinfo=UTC)
        assert kept.proposed_end_at - kept.proposed_start_at == row.ends_at - row.starts_at


def test_a_zone_of_ones_own_making_is_forgotten_with_its_file(row):
    line = "DTSTART;TZID=Customized Time Zone:20270609T100000"
    odd = NEW_YORK.format(tzid="Customized Time Zone").replace("-0400", "+0900")
    first = came(reply(row, method="COUNTER", zone=odd, more=line))
    zone = NEW_YORK.format(tzid="Customized Time Zone")
    second = came(reply(row, method="COUNTER", zone=zone, more=line))
    assert first.proposed_start_at.hour == 1
    assert second.proposed_start_at.hour == 14
    first.refresh_from_db()
    assert (first.outcome, second.counter) == ("superseded", "open")


def test_a_zone_with_a_rule_for_every_second_costs_nothing(row):
    zone = NEW_YORK.format(tzid="Mine").replace("FREQ=YEARLY", "FREQ=SECONDLY")
    kept = came(reply(row, method="COUNTER", zone=zone, more="DTSTART;TZID=Mine:20270609T100000"))
    assert kept.method == "COUNTER"


@pytest.mark.parametrize(
    ("times", "code"),
    [
        ("DTSTART:20270608T140000Z\nDTEND:20270608T153000Z", "same_time"),
        ("DTSTART:20270609T140000Z\nDTEND:20270609T130000Z", "bad_time"),
        ("DTSTART:20270609T140000Z\nDTEND:20270611T130000Z", "bad_time"),
    ],
)
def test_a_proposal_without_sense_is_set_aside(row, times, code):
    assert STARTS_AT.astimezone(UTC).hour == 14
    assert came(reply(row, method="COUNTER", more=times)).code == code


def test_a_refresh_is_answered_once_in_a_while(row):
    count = row.messages.count()
    first = came(reply(row, method="REFRESH", attendee=f"ATTENDEE:mailto:{CHAD}"))
    assert (first.outcome, first.message.occasion, first.message.to_email) == (
        "refreshed", "refresh", CHAD,
    )  # fmt: skip
    again = came(reply(row, method="REFRESH", at="20261122T110000Z"))
    assert (again.outcome, again.code, again.message) == ("refreshed", "recent", None)
    assert row.messages.count() == count + 1


def test_a_refresh_in_somebody_elses_name_sends_nothing(row):
    count = row.messages.count()
    assert came(reply(row, method="REFRESH", who=FRANCE)).code == "sender_other"
    assert row.messages.count() == count


def test_a_delegation_names_whom_it_goes_to(row):
    kept = came(reply(row, "DELEGATED", params=';DELEGATED-TO="mailto:Deputy@chad.example"'))
    assert (kept.outcome, kept.delegated_to) == ("counted", "deputy@chad.example")
    delegate = answers.invite_delegate(kept, email=kept.delegated_to, name="The deputy")
    assert (delegate.delegated_from, delegate.participation) == (
        of(row, CHAD), of(row, CHAD).participation,
    )  # fmt: skip
    assert row.messages.get(to_email="deputy@chad.example").state == "draft"


def test_out_of_office_is_set_aside_politely(row):
    kept = came("away", kind="text/plain", headers="Auto-Submitted: auto-replied (vacation)\n")
    assert (kept.outcome, kept.code) == ("quarantined", "out_of_office")


def test_a_program_that_accepts_for_a_room_counts(row):
    assert came(reply(row), headers="Auto-Submitted: auto-generated\n").outcome == "counted"


# What comes back


@pytest.fixture
def sent(row):
    row.messages.update(state="sent")
    return row.messages.get(to_email=CHAD)


def test_a_delivery_notice_marks_the_message_and_the_address(row, sent):
    kept = answers.read(notice(sent.message_id), via="mail")
    sent.refresh_from_db()
    assert (kept.outcome, kept.message, kept.consultation) == ("bounce", sent, row)
    assert (sent.bounced_at, sent.error) == (NOW, "5.1.1 smtp; 550 5.1.1 No such user here")
    contact = Contact.objects.get(email=CHAD)
    assert (contact.failing_since, contact.failure) == (NOW, sent.error)
    assert [one.name for one in contacts.unreachable(row)] == []


def test_a_delivery_notice_about_a_mail_that_is_none_of_ours_marks_nothing(row, sent):
    assert answers.read(notice("<forged@evil.example>"), via="mail").code == "unknown_message"
    assert not Contact.objects.filter(failing_since__isnull=False).exists()
    assert not Message.objects.filter(bounced_at__isnull=False).exists()


@pytest.mark.parametrize(("action", "code"), [("delayed", "delayed"), ("delivered", "delivered")])
def test_a_notice_of_a_delay_marks_nothing(row, sent, action, code):
    kept = answers.read(notice(sent.message_id, action=action), via="mail")
    assert (kept.code, kept.message) == (code, sent)
    assert not Contact.objects.filter(failing_since__isnull=False).exists()


def test_a_notice_in_plain_words_is_recognised(row, sent):
    data = (
        f"Return-Path: <>\nFrom: MAILER-DAEMON@old.example\n\nHi. I'm the program.\n<{CHAD}>:\n"
        f"550 no such mailbox\n\n--- Below is a copy\nMessage-ID: {sent.message_id}\n"
    )
    assert answers.read(data.encode(), via="mail").outcome == "bounce"


def test_a_receipt_is_set_aside(row, sent):
    data = notice(sent.message_id).replace(b"delivery-status;", b"disposition-notification;")
    assert answers.read(data, via="mail").code == "receipt"


def test_the_military_advisers_answer_is_theirs_alone(row):
    came(reply(row, "DECLINED", who=CHAD_MILITARY), sender=CHAD_MILITARY)
    assert (of(row, CHAD_MILITARY).partstat, of(row, CHAD).partstat) == ("DECLINED", "NEEDS-ACTION")
