"""The rules themselves: each is broken by the fault it is there for, or it would guard nothing."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest

from consultations.calendars.itip import compose
from tests.consultations import ical_rules, mail_rules
from tests.consultations.test_itip import MESSAGES
from tests.consultations.test_mime import row, sent

Edit = Callable[[str], str]


@pytest.fixture(autouse=True)
def organizer(settings: Any) -> None:
    settings.ORGANIZER_EMAIL = "council-consultations@example.org"
    settings.ORGANIZER_NAME = "Consultation planner"


def swap(old: str, new: str) -> Edit:
    return lambda text: text.replace(old, new, 1)


def put(*lines: str, before: str = "END:VEVENT") -> Edit:
    """One more line, or several, before that one."""
    added = "".join(f"{line}\r\n" for line in lines)
    return lambda text: text.replace(f"\r\n{before}", f"\r\n{added}{before}", 1)


def without(start: str) -> Edit:
    """The same without the line that begins so."""

    def edit(text: str) -> str:
        lines = text.replace("\r\n ", "").split("\r\n")
        return "\r\n".join(one for one in lines if not one.startswith(start))

    return edit


def value(name: str, new: str) -> Edit:
    """Another value for that property of the event."""

    def edit(text: str) -> str:
        lines = text.replace("\r\n ", "").split("\r\n")
        at = next(n for n, one in enumerate(lines) if one.startswith((f"{name}:", f"{name};")))
        lines[at] = f"{lines[at].rpartition(f':{_after(lines[at])}')[0]}:{new}"
        return "\r\n".join(lines)

    return edit


def _after(line: str) -> str:
    found = ical_rules.property_of(line)
    return found.value


FAULTS: list[tuple[str, str, Edit]] = [
    ("lines_end_with_crlf", "request", lambda text: text.removesuffix("\r\n")),
    ("lines_have_at_most_75_octets", "request", lambda text: text.replace("\r\n ", "")),
    ("folds_are_between_characters", "request", swap("\\n\\n", "\\\r\n n\\n")),
    ("no_control_character", "request", swap("MINUSCA", "MI\x0bNUSCA")),
    ("no_control_character", "request", swap("MINUSCA", "MI\u2028NUSCA")),
    ("texts_are_escaped", "request", swap("annexes I\\, II", "annexes I, II")),
    ("parameters_are_read_by_all", "request", swap('CN="Consultation', 'CN="a^n')),
    ("parameters_are_read_by_all", "request", swap("Mission of", "Mission; of")),
    (
        "addresses_in_parameters_are_quoted",
        "request",
        swap('SENT-BY="mailto:silva@example.org"', "SENT-BY=silva@example.org"),
    ),
    ("the_calendar_says_what_it_is", "request", swap("VERSION:2.0", "VERSION:1.0")),
    ("the_calendar_says_what_it_is", "request", without("PRODID")),
    (
        "the_calendar_comes_before_its_components",
        "request",
        lambda text: put("METHOD:REQUEST", before="END:VCALENDAR")(without("METHOD")(text)),
    ),
    ("one_method_the_one_that_was_said", "request", swap("METHOD:REQUEST", "METHOD:PUBLISH")),
    ("nothing_of_feeds", "request", put("X-WR-CALNAME:x", before="BEGIN:VTIMEZONE")),
    (
        "only_zones_and_one_event",
        "request",
        put("BEGIN:VTODO", "END:VTODO", before="END:VCALENDAR"),
    ),
    ("the_event_has_what_its_method_asks", "request", without("SEQUENCE")),
    ("the_event_has_what_its_method_asks", "cancel", without("DTSTART;")),
    ("the_event_has_nothing_else", "request", put("URL:https://planner.example.org/x")),
    ("the_event_has_nothing_else", "request", put("ATTACH:file:///etc/passwd")),
    ("the_event_has_nothing_else", "declined_proposal", put("SUMMARY;LANGUAGE=en:x")),
    ("what_stands_once_stands_once", "request", put("UID:x")),
    ("the_uid_tells_nothing", "request", swap("UID:8c0f", "UID:silva@example.org-8c0f")),
    ("the_revision_is_a_number", "request", swap("SEQUENCE:0", "SEQUENCE:-1")),
    ("the_revision_is_a_number", "request", swap("SEQUENCE:0", f"SEQUENCE:{2**31}")),
    ("stamps_are_in_utc", "request", swap("20260529T140506Z", "20260529T140506")),
    (
        "nothing_was_changed_after_it_was_said",
        "request",
        swap("MODIFIED:20260528T163000Z", "MODIFIED:20260728T163000Z"),
    ),
    (
        "times_are_local_with_a_zone_or_utc",
        "request",
        swap("DTSTART;TZID=America/New_York:2026", "DTSTART:2026"),
    ),
    (
        "times_are_local_with_a_zone_or_utc",
        "request",
        swap("DTEND;TZID=America/New_York:20260618T113000", "DTEND;VALUE=DATE:20260618"),
    ),
    ("it_ends_after_it_begins", "request", swap("20260618T113000", "20260618T093000")),
    ("texts_say_their_language_once", "request", swap("SUMMARY;LANGUAGE=en", "SUMMARY")),
    (
        "titles_and_places_are_one_short_line",
        "request",
        swap("Conference Room 4", "Conference\\nRoom 4"),
    ),
    (
        "titles_and_places_are_one_short_line",
        "request",
        swap("Room 4", "\r\n ".join(["x" * 50] * 6)),
    ),
    ("the_status_fits_the_method", "request", swap("STATUS:CONFIRMED", "STATUS:CANCELLED")),
    ("the_status_fits_the_method", "cancel", swap("STATUS:CANCELLED", "STATUS:CONFIRMED")),
    ("outlook_is_told_what_is_tentative_or_free", "tentative_request", without("X-MICROSOFT")),
    ("meetings_take_time", "request", swap("TRANSP:OPAQUE", "TRANSP:TRANSPARENT")),
    ("the_class_is_one_of_three", "request", swap("CLASS:PRIVATE", "CLASS:SECRET")),
    ("the_video_link_is_a_uri_and_in_the_words", "request", swap("VALUE=URI", "VALUE=TEXT")),
    ("the_video_link_is_a_uri_and_in_the_words", "request", value("DESCRIPTION", "x")),
    (
        "the_organizer_takes_answers",
        "request",
        value("ORGANIZER", "mailto:no-reply@example.org"),
    ),
    (
        "the_organizer_takes_answers",
        "request",
        value("ORGANIZER", "mailto:silva@example.org"),
    ),
    (
        "attendees_are_mailboxes_with_all_that_is_asked",
        "request",
        value("ATTENDEE", "urn:uuid:89ad4971-b2f0-5f45-90cf-d46f0285643b"),
    ),
    ("attendees_are_mailboxes_with_all_that_is_asked", "request", swap("=GROUP", "=ROOM")),
    (
        "no_guest_stands_twice_and_none_is_the_organizer",
        "request",
        value("ATTENDEE", "mailto:council-consultations@example.org"),
    ),
    ("the_guest_list_is_hidden", "shown_guests", swap("VERSION", "VERSION")),
    ("only_a_request_asks_for_an_answer", "cancel", swap("RSVP=FALSE", "RSVP=TRUE")),
    (
        "at_most_one_alarm_that_only_shows_itself",
        "update",
        swap("ACTION:DISPLAY", "ACTION:EMAIL"),
    ),
    (
        "at_most_one_alarm_that_only_shows_itself",
        "update",
        put("BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:x", "TRIGGER:-PT5M", "END:VALARM"),
    ),
    (
        "each_zone_used_is_there_and_no_other",
        "request",
        swap("TZID:America/New_York", "TZID:America/Toronto"),
    ),
    (
        "zones_are_places_that_the_world_knows",
        "request",
        lambda text: text.replace("America/New_York", "Eastern Standard Time"),
    ),
    (
        "zones_have_one_yearly_rule_for_each_half",
        "request",
        swap("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "RDATE:20260308T020000,20270314T020000"),
    ),
    (
        "each_half_begins_when_its_rule_says",
        "request",
        swap("DTSTART:20070311T", "DTSTART:20070312T"),
    ),
    ("one_half_begins_where_the_other_ends", "request", swap("TO:-0500", "TO:-0600")),
    (
        "the_zone_in_the_file_tells_the_true_time",
        "request",
        lambda text: text.replace("BYMONTH=3", "BYMONTH=8").replace("0070311T", "0070812T"),
    ),
]


@pytest.mark.parametrize(
    ("rule", "file", "fault"), FAULTS, ids=[f"{n}-{rule}" for n, (rule, _, _) in enumerate(FAULTS)]
)
def test_a_fault_of_the_calendar_breaks_its_rule(rule: str, file: str, fault: Edit) -> None:
    method, entry = MESSAGES[f"{file}.ics"]
    text = compose(method, entry)
    shown = bool(entry.others) and rule != "the_guest_list_is_hidden"
    assert ical_rules.broken(text.encode(), method, shown=bool(entry.others)) == []
    found = ical_rules.broken(fault(text).encode(), method, shown=shown)
    assert rule in {one.partition(":")[0] for one in found}


def test_every_rule_of_the_calendar_is_broken_by_some_fault() -> None:
    assert {rule for rule, _, _ in FAULTS} == set(ical_rules.RULES)


@pytest.mark.parametrize(
    "text",
    [
        "", "BEGIN:VCALENDAR\r\n", "END:VCALENDAR\r\n", "no line of a calendar\r\n",
        "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "BEGIN:VCALENDAR\r\nEND:VEVENT\r\n",
    ],
)  # fmt: skip
def test_what_is_no_calendar_breaks_the_rules(text: str) -> None:
    assert len(ical_rules.broken(text.encode(), "REQUEST")) == 1


# Mails


def header(line: str) -> Edit:
    return lambda text: f"{line}\r\n{text}"


def kind(old: str, new: str) -> Edit:
    return swap(f"Content-Type: {old}", f"Content-Type: {new}")


def moved_to_attachment(text: str) -> str:
    method = "text/calendar; charset=utf-8; method=REQUEST\r\n"
    return text.replace(method, f"{method}Content-Disposition: attachment\r\n", 1)


def other_octets(text: str) -> str:
    """The attachment says something else than the calendar part."""
    head, mark, tail = text.rpartition('filename="invite.ics"\r\n\r\n')
    return f"{head}{mark}{b64encode(b'BEGIN:VCALENDAR').decode()}\r\n{tail.partition('=')[2]}"


MAIL_FAULTS: list[tuple[str, Edit]] = [
    ("lines_are_short_and_of_seven_bits", swap("Madame", "Mad\xe9me")),
    ("lines_are_short_and_of_seven_bits", swap("Madame", "x" * 999)),
    ("lines_are_short_and_of_seven_bits", swap("\r\nTo:", "\nTo:")),
    ("headers_are_those_we_know", header("Bcc: eve@example.org")),
    ("headers_are_those_we_know", header("Reply-To: silva@example.org")),
    ("headers_are_those_we_know", header("Message-ID: <two@example.org>")),
    ("headers_are_encoded_in_short_words", swap("Subject: ", f"Subject: =?utf-8?q?{'x' * 66}?= ")),
    ("it_goes_from_one_mailbox_to_one", swap("To: ", "To: france@mission.example, ")),
    ("ids_are_whole_and_beside_their_names", swap("Message-ID: ", "Message-ID:\r\n ")),
    ("the_date_is_a_date", swap("Date: Fri, 29 May", "Date: some day in")),
    ("words_are_plain_then_html", kind("text/plain", "text/enriched")),
    ("words_are_in_utf_8", kind("text/plain; charset=utf-8", "text/plain; charset=latin-1")),
    ("html_says_the_same", swap("Madame, Monsieur", "Madame")),
    ("html_does_nothing_by_itself", swap("<body>", '<body><img src=3D"http://x/">')),
    ("html_does_nothing_by_itself", swap("<body>", '<body onload=3D"x()">')),
    ("no_place_was_left_open", swap("Pour", "{answer_link} Pour")),
    ("parts_stand_as_mail_programs_want_them", kind("application/ics", "text/calendar")),
    ("one_part_has_a_method_that_is_its_own", swap("method=REQUEST", "method=PUBLISH")),
    ("one_part_has_a_method_that_is_its_own", swap("; method=REQUEST", "")),
    (
        "the_calendar_part_is_utf_8_in_base64_and_no_attachment",
        swap("text/calendar; charset=utf-8", "text/calendar"),
    ),
    ("the_calendar_part_is_utf_8_in_base64_and_no_attachment", moved_to_attachment),
    ("base64_is_whole", swap("QkVHSU46", "QkVH%U46")),
    ("the_attachment_is_the_same", other_octets),
    ("the_attachment_is_the_same", swap("Disposition: attachment", "Disposition: inline")),
    ("it_comes_from_the_organizer", swap("<council-consultations@", "<silva@")),
    ("it_goes_to_the_first_guest", swap("<mission@chad.example>", "<mission@mali.example>")),
    ("it_is_dated_as_it_is_stamped", swap("14:05:06", "14:05:07")),
]


@pytest.mark.parametrize(
    ("rule", "fault"), MAIL_FAULTS, ids=[f"{n}-{rule}" for n, (rule, _) in enumerate(MAIL_FAULTS)]
)
def test_a_fault_of_the_mail_breaks_its_rule(rule: str, fault: Edit) -> None:
    raw = sent(row()).decode()
    found = mail_rules.broken(fault(raw).encode("latin-1"))
    assert rule in {one.partition(":")[0] for one in found}


def test_every_rule_of_the_mail_is_broken_by_some_fault() -> None:
    assert {rule for rule, _ in MAIL_FAULTS} == {*mail_rules.RULES, *mail_rules.INVITING}


def mail(name: str, **changes: Any) -> bytes:
    """A mail of the story; what is changed is changed in its calendar part."""
    message = row(name)
    for old, new in changes.pop("said", {}).items():
        message.ics = message.ics.replace(old, new)
    for field, new in changes.items():
        setattr(message, field, new)
    return sent(message)


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (mail("update", said={"8c0f6c1e": "9c0f6c1e"}), "another UID"),
        (mail("update", references=""), "References is not the first Message-ID"),
        (mail("request"), "the same Message-ID"),
        (mail("update", said={"DTSTAMP:20260602": "DTSTAMP:20260102"}), "no later DTSTAMP"),
        (mail("update", said={"SEQUENCE:1": "SEQUENCE:0"}), "moved without a higher SEQUENCE"),
        (
            mail("update", said={"NEEDS-ACTION": "ACCEPTED"}),
            "moved, and the guest is not asked again",
        ),
        (mail("cancel", said={"SEQUENCE:2": "SEQUENCE:0"}), "a CANCEL without a higher SEQUENCE"),
        (mail("cancel", said={"T150000": "T140000"}), "another DTSTART in the CANCEL"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_fault_between_two_mails_is_found(second: bytes, said: str) -> None:
    assert f"mail 2: {said}" in mail_rules.broken_thread([mail("request"), second])
