"""The rules of iCalendar and iTIP for one message, each a function that reads the bytes themselves.

`broken(data, method)` answers a line for each rule that *data* breaks. Nothing here is shared with
what composes: lines are unfolded, split and unescaped by this module's own few functions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

REQUIRED = {
    "REQUEST": "UID SEQUENCE DTSTAMP ORGANIZER ATTENDEE DTSTART DTEND SUMMARY STATUS TRANSP CLASS "
    "CREATED LAST-MODIFIED",
    "CANCEL": "UID SEQUENCE DTSTAMP ORGANIZER ATTENDEE DTSTART DTEND SUMMARY",
    "DECLINECOUNTER": "UID SEQUENCE DTSTAMP ORGANIZER ATTENDEE",
}
MORE = {
    "REQUEST": "LOCATION DESCRIPTION CATEGORIES COMMENT CONFERENCE X-MICROSOFT-CDO-BUSYSTATUS",
    "CANCEL": "LOCATION DESCRIPTION CATEGORIES COMMENT CONFERENCE X-MICROSOFT-CDO-BUSYSTATUS "
    "STATUS TRANSP CLASS CREATED LAST-MODIFIED",
    "DECLINECOUNTER": "COMMENT",
}
REPEATED = {"ATTENDEE"}
TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "CATEGORIES")
ONE_LINE = ("SUMMARY", "LOCATION", "CATEGORIES")
WORDS = {
    "CUTYPE": {"INDIVIDUAL", "GROUP"},
    "ROLE": {"CHAIR", "REQ-PARTICIPANT", "OPT-PARTICIPANT", "NON-PARTICIPANT"},
    "PARTSTAT": {"NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED"},
    "RSVP": {"TRUE", "FALSE"},
}
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
STAMP = re.compile(r"\d{8}T\d{6}Z")
LOCAL = re.compile(r"\d{8}T\d{6}")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MAILTO = re.compile(r"mailto:[!-;=?-~]+@[A-Za-z0-9.-]+", re.IGNORECASE)
PROPERTY = re.compile(
    r"([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:\"[^\"]*\"|[^\";:,]*)(?:,(?:\"[^\"]*\"|[^\";:,]*))*)*):(.*)",
    re.DOTALL,
)
PARAMETER = re.compile(r";([A-Z0-9-]+)=((?:\"[^\"]*\"|[^\";:,]*)(?:,(?:\"[^\"]*\"|[^\";:,]*))*)")
KNOWN = available_timezones()
YEARLY = re.compile(r"FREQ=YEARLY;BYMONTH=(\d{1,2});BYDAY=(-1|[1-4])(SU|MO|TU|WE|TH|FR|SA)")


@dataclass
class Line:
    """One property: its name, its parameters as written, its value as written."""

    name: str
    params: dict[str, str]
    value: str


@dataclass
class Part:
    """One component with its properties and what it holds."""

    name: str
    lines: list[Line] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def all(self, name: str) -> list[Line]:
        return [line for line in self.lines if line.name == name]

    def first(self, name: str) -> Line | None:
        return next(iter(self.all(name)), None)

    def within(self, name: str) -> list[Part]:
        return [part for part in self.parts if part.name == name]


@dataclass
class File:
    """One calendar text, read once for all rules."""

    data: bytes
    method: str
    shown: bool
    root: Part
    event: Part
    zones: list[Part]


Rule = Callable[[File], Iterator[str]]
RULES: dict[str, Rule] = {}


def rule(function: Rule) -> Rule:
    RULES[function.__name__] = function
    return function


def broken(data: bytes, method: str, *, shown: bool = False) -> list[str]:
    """A line for each rule broken; *shown*: the guest list may stand in it."""
    try:
        root = tree(data)
    except ValueError as error:
        return [f"tree: {error}"]
    events = root.within("VEVENT")
    if root.name != "VCALENDAR" or len(events) != 1:
        return [f"one_event: {root.name} with {len(events)} VEVENT"]
    file = File(data, method, shown, root, events[0], root.within("VTIMEZONE"))
    return [f"{name}: {said}" for name, check in RULES.items() for said in check(file)]


# Reading


def unfolded(data: bytes) -> list[str]:
    """The content lines (RFC 5545, 3.1). Raises ValueError where they are none."""
    text = data.decode("utf-8")
    return text.replace("\r\n ", "").replace("\r\n\t", "").removesuffix("\r\n").split("\r\n")


def property_of(text: str) -> Line:
    """Raises ValueError for what is no content line."""
    if (found := PROPERTY.fullmatch(text)) is None:
        raise ValueError(f"no content line: {text[:80]!r}")
    return Line(found[1], dict(PARAMETER.findall(found[2])), found[3])


def tree(data: bytes) -> Part:
    """The one component that *data* holds. Raises ValueError where BEGIN and END do not match."""
    top = Part("")
    stack = [top]
    for line in map(property_of, unfolded(data)):
        if line.name == "BEGIN":
            stack[-1].parts.append(Part(line.value))
            stack.append(stack[-1].parts[-1])
        elif line.name == "END":
            if len(stack) == 1 or stack.pop().name != line.value:
                raise ValueError(f"END:{line.value} without its BEGIN")
        else:
            stack[-1].lines.append(line)
    if len(stack) != 1 or top.lines or len(top.parts) != 1:
        raise ValueError("not one whole component")
    return top.parts[0]


def said(value: str) -> str:
    """A TEXT without its escapes."""
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)


def bare(value: str) -> str:
    """A parameter's value without its quotes."""
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value


def mailbox(uri: str) -> str:
    return bare(uri).partition(":")[2].lower()


def every(part: Part) -> Iterator[Part]:
    yield part
    for inner in part.parts:
        yield from every(inner)


def wall(value: str) -> datetime:
    """A local time as it stands on the clock."""
    return datetime.strptime(value, "%Y%m%dT%H%M%S")  # noqa: DTZ007 (its zone is the question)


# Lines and characters (RFC 5545, 3.1 and 3.3.11)


@rule
def lines_end_with_crlf(file: File) -> Iterator[str]:
    if not file.data.endswith(b"\r\n"):
        yield "the last line has no end"
    if re.search(rb"\r(?!\n)|(?<!\r)\n", file.data):
        yield "a CR or LF that stands alone"
    if b"\r\n\r\n" in file.data:
        yield "an empty line"


@rule
def lines_have_at_most_75_octets(file: File) -> Iterator[str]:
    for line in file.data.split(b"\r\n"):
        if len(line) > 75:
            yield f"{len(line)} octets"


@rule
def folds_are_between_characters(file: File) -> Iterator[str]:
    for line in file.data.split(b"\r\n"):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            yield repr(line)
    if re.search(rb"(?<!\\)(?:\\\\)*\\\r\n ", file.data):
        yield "a fold inside an escape"


@rule
def no_control_character(file: File) -> Iterator[str]:
    text = file.data.decode("utf-8").replace("\r\n", "")
    for one in re.findall("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ufeff]", text):
        yield f"U+{ord(one):04X}"


@rule
def texts_are_escaped(file: File) -> Iterator[str]:
    for part in every(file.event):
        for line in part.lines:
            if line.name not in TEXTS:
                continue
            rest = re.sub(r"\\[\\;,nN]", "", line.value)
            if "\\" in rest or ";" in rest or ("," in rest and line.name != "CATEGORIES"):
                yield line.name


# Parameters (RFC 5545, 3.2; RFC 6868 is not decoded by most)


@rule
def parameters_are_read_by_all(file: File) -> Iterator[str]:
    for line in [line for part in every(file.root) for line in part.lines]:
        for name, value in line.params.items():
            if "^" in value or '"' in bare(value) or (name == "CN" and ";" in value):
                yield f"{line.name};{name}={value}"


@rule
def addresses_in_parameters_are_quoted(file: File) -> Iterator[str]:
    for line in file.event.lines:
        for name in ("SENT-BY", "DELEGATED-FROM", "DELEGATED-TO", "MEMBER", "DIR"):
            value = line.params.get(name)
            if value is not None and not (value.startswith('"') and MAILTO.fullmatch(bare(value))):
                yield f"{name}={value}"


# The calendar (RFC 5545, 3.6 and 3.7)


@rule
def the_calendar_says_what_it_is(file: File) -> Iterator[str]:
    names = [line.name for line in file.root.lines]
    if sorted(names) != ["CALSCALE", "METHOD", "PRODID", "VERSION"]:
        yield f"properties {names}"
    if (version := file.root.first("VERSION")) and version.value != "2.0":
        yield f"VERSION {version.value}"


@rule
def the_calendar_comes_before_its_components(file: File) -> Iterator[str]:
    begun = False
    for line in unfolded(file.data)[1:-1]:
        if line.startswith("BEGIN:"):
            begun = True
        elif line.startswith(("VERSION:", "PRODID:", "METHOD:", "CALSCALE:")) and begun:
            yield line


@rule
def one_method_the_one_that_was_said(file: File) -> Iterator[str]:
    found = [line.value for line in file.root.all("METHOD")]
    if found != [file.method] or file.method not in REQUIRED:
        yield f"{found}, not {file.method}"


@rule
def nothing_of_feeds(file: File) -> Iterator[str]:
    """Outlook opens a calendar of its own for these (MS-OXCICAL)."""
    feed = {"NAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL", "SOURCE", "COLOR", "URL"}
    for line in file.root.lines:
        if line.name.startswith("X-WR-") or line.name in feed:
            yield line.name


@rule
def only_zones_and_one_event(file: File) -> Iterator[str]:
    for part in file.root.parts:
        if part.name not in ("VTIMEZONE", "VEVENT"):
            yield part.name


# The event (RFC 5545, 3.6.1; RFC 5546, 3.2)


@rule
def the_event_has_what_its_method_asks(file: File) -> Iterator[str]:
    for name in REQUIRED.get(file.method, "").split():
        if not file.event.all(name):
            yield f"no {name}"


@rule
def the_event_has_nothing_else(file: File) -> Iterator[str]:
    allowed = f"{REQUIRED.get(file.method, '')} {MORE.get(file.method, '')}".split()
    for line in file.event.lines:
        if line.name not in allowed:
            yield line.name


@rule
def what_stands_once_stands_once(file: File) -> Iterator[str]:
    for part in every(file.root):
        names = [line.name for line in part.lines if line.name not in REPEATED]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield f"{name} in {part.name}"


@rule
def the_uid_tells_nothing(file: File) -> Iterator[str]:
    for line in file.event.all("UID"):
        if not UUID.fullmatch(line.value):
            yield line.value


@rule
def the_revision_is_a_number(file: File) -> Iterator[str]:
    for line in file.event.all("SEQUENCE"):
        if not re.fullmatch(r"0|[1-9]\d{0,9}", line.value) or int(line.value) >= 2**31:
            yield line.value


@rule
def stamps_are_in_utc(file: File) -> Iterator[str]:
    for name in ("DTSTAMP", "CREATED", "LAST-MODIFIED"):
        for line in file.event.all(name):
            if not STAMP.fullmatch(line.value) or line.params:
                yield f"{name}:{line.value}"


@rule
def nothing_was_changed_after_it_was_said(file: File) -> Iterator[str]:
    found = [file.event.first(name) for name in ("CREATED", "LAST-MODIFIED", "DTSTAMP")]
    values = [line.value for line in found if line]
    if values != sorted(values):
        yield str(values)


@rule
def times_are_local_with_a_zone_or_utc(file: File) -> Iterator[str]:
    for name in ("DTSTART", "DTEND"):
        for line in file.event.all(name):
            shape = LOCAL if set(line.params) == {"TZID"} else STAMP
            if not shape.fullmatch(line.value) or set(line.params) - {"TZID"}:
                yield f"{name} {line.params} {line.value}"
    if len({line.params.get("TZID") for line in file.event.lines if "DTEND" in line.name}) > 1:
        yield "ends in different zones"


@rule
def it_ends_after_it_begins(file: File) -> Iterator[str]:
    start, end = file.event.first("DTSTART"), file.event.first("DTEND")
    if start and end and (start.params != end.params or start.value > end.value):
        yield f"{start.value} to {end.value}"


@rule
def texts_say_their_language_once(file: File) -> Iterator[str]:
    for name in ("SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT"):
        for line in file.event.all(name):
            if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", line.params.get("LANGUAGE", "")):
                yield name


@rule
def titles_and_places_are_one_short_line(file: File) -> Iterator[str]:
    for name in ONE_LINE:
        for line in file.event.all(name):
            text = said(line.value)
            most = 255 if name != "CATEGORIES" else 10_000  # which are several words
            if "\n" in text or len(text.encode("utf-16-le")) // 2 > most:
                yield name


@rule
def the_status_fits_the_method(file: File) -> Iterator[str]:
    allowed = {"REQUEST": {"CONFIRMED", "TENTATIVE"}, "CANCEL": {"CANCELLED"}}
    for line in file.event.all("STATUS"):
        if line.value not in allowed.get(file.method, set()):
            yield line.value


@rule
def outlook_is_told_what_is_tentative_or_free(file: File) -> Iterator[str]:
    """It looks at TRANSP before STATUS."""
    status, busy = file.event.first("STATUS"), file.event.first("X-MICROSOFT-CDO-BUSYSTATUS")
    wanted = {"TENTATIVE": "TENTATIVE", "CANCELLED": "FREE"}.get(status.value if status else "")
    if wanted and (busy is None or busy.value != wanted):
        yield f"{status and status.value}, {busy and busy.value}"


@rule
def meetings_take_time(file: File) -> Iterator[str]:
    wanted = {"REQUEST": "OPAQUE", "CANCEL": "TRANSPARENT"}.get(file.method)
    for line in file.event.all("TRANSP"):
        if line.value != wanted:
            yield line.value


@rule
def the_class_is_one_of_three(file: File) -> Iterator[str]:
    for line in file.event.all("CLASS"):
        if line.value not in ("PUBLIC", "PRIVATE", "CONFIDENTIAL"):
            yield line.value


@rule
def the_video_link_is_a_uri_and_in_the_words(file: File) -> Iterator[str]:
    words = file.event.first("DESCRIPTION")
    for line in file.event.all("CONFERENCE"):
        if line.params.get("VALUE") != "URI" or line.params.get("FEATURE") != "VIDEO":
            yield str(line.params)
        if not re.fullmatch(r"https?://[!-~]+", line.value):
            yield line.value
        if words is None or line.value.partition("?")[0] not in said(words.value):
            yield "not in DESCRIPTION"


# People (RFC 5545, 3.8.4; ORGANIZER is who takes the answers)


@rule
def the_organizer_takes_answers(file: File) -> Iterator[str]:
    for line in file.event.all("ORGANIZER"):
        if not MAILTO.fullmatch(line.value) or "noreply" in line.value.replace("-", ""):
            yield line.value
        if "SENT-BY" in line.params and mailbox(line.params["SENT-BY"]) == mailbox(line.value):
            yield "SENT-BY is the same"


@rule
def attendees_are_mailboxes_with_all_that_is_asked(file: File) -> Iterator[str]:
    for line in file.event.all("ATTENDEE"):
        if not MAILTO.fullmatch(line.value):
            yield line.value
        for name, allowed in WORDS.items():
            if line.params.get(name) not in allowed:
                yield f"{name}={line.params.get(name)}"


@rule
def no_guest_stands_twice_and_none_is_the_organizer(file: File) -> Iterator[str]:
    guests = [mailbox(line.value) for line in file.event.all("ATTENDEE")]
    organizer = {mailbox(line.value) for line in file.event.all("ORGANIZER")}
    yield from sorted({one for one in guests if guests.count(one) > 1 or one in organizer})


@rule
def the_guest_list_is_hidden(file: File) -> Iterator[str]:
    guests = len(file.event.all("ATTENDEE"))
    if guests != 1 and not (file.shown and file.method != "DECLINECOUNTER"):
        yield f"{guests} guests"


@rule
def only_a_request_asks_for_an_answer(file: File) -> Iterator[str]:
    for line in file.event.all("ATTENDEE"):
        if file.method != "REQUEST" and line.params.get("RSVP") == "TRUE":
            yield line.value


# Alarms (RFC 5545, 3.6.6)


@rule
def at_most_one_alarm_that_only_shows_itself(file: File) -> Iterator[str]:
    alarms = [part for part in file.event.parts if part.name == "VALARM"]
    if len(alarms) > (file.method == "REQUEST") or len(alarms) != len(file.event.parts):
        yield f"{len(alarms)} of {[part.name for part in file.event.parts]}"
    for alarm in alarms:
        found = {line.name: line.value for line in alarm.lines}
        if set(found) != {"ACTION", "DESCRIPTION", "TRIGGER"} or found["ACTION"] != "DISPLAY":
            yield str(found)
        elif not re.fullmatch(r"-P(T\d+[HM]|\d+[DW])", found["TRIGGER"]):
            yield found["TRIGGER"]


# Zones (RFC 5545, 3.6.5; Outlook reads one STANDARD and one DAYLIGHT with a yearly rule)


def _used(file: File) -> set[str]:
    return {bare(line.params["TZID"]) for line in file.event.lines if "TZID" in line.params}


def _name(zone: Part) -> str:
    return (zone.first("TZID") or Line("", {}, "")).value


@rule
def each_zone_used_is_there_and_no_other(file: File) -> Iterator[str]:
    names = [_name(zone) for zone in file.zones]
    if sorted(names) != sorted(_used(file)):
        yield f"{names}, used {sorted(_used(file))}"


@rule
def zones_are_places_that_the_world_knows(file: File) -> Iterator[str]:
    for zone in file.zones:
        if _name(zone) not in KNOWN:
            yield _name(zone)


@rule
def zones_have_one_yearly_rule_for_each_half(file: File) -> Iterator[str]:
    for zone in file.zones:
        kinds = sorted(part.name for part in zone.parts)
        if kinds not in (["STANDARD"], ["DAYLIGHT", "STANDARD"]):
            yield str(kinds)
        for part in zone.parts:
            names = sorted(line.name for line in part.lines)
            rule = ["RRULE"] if len(kinds) == 2 else []
            if names != sorted(["DTSTART", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO", *rule]):
                yield f"{part.name}: {names}"


@rule
def each_half_begins_when_its_rule_says(file: File) -> Iterator[str]:
    for part in [part for zone in file.zones for part in zone.parts]:
        start, yearly = part.first("DTSTART"), part.first("RRULE")
        if start is None or not LOCAL.fullmatch(start.value) or start.params:
            yield f"{part.name}: DTSTART"
        elif yearly and not _fits(wall(start.value), yearly.value):
            yield f"{part.name}: {start.value} by {yearly.value}"


def _fits(day: datetime, yearly: str) -> bool:
    """Whether that day is one of the rule."""
    if (found := YEARLY.fullmatch(yearly)) is None:
        return False
    month, week, weekday = int(found[1]), int(found[2]), DAYS.index(found[3])
    last = (day + timedelta(days=7)).month != day.month
    nth = last if week == -1 else (day.day - 1) // 7 + 1 == week
    return day.month == month and day.weekday() == weekday and nth


@rule
def one_half_begins_where_the_other_ends(file: File) -> Iterator[str]:
    for zone in file.zones:
        offsets = [
            tuple(line.value for name in ("TZOFFSETFROM", "TZOFFSETTO") for line in part.all(name))
            for part in zone.parts
        ]
        first, last = offsets[0], offsets[-1]
        if (len(offsets) == 2 and first != last[::-1]) or (
            len(offsets) == 1 and first[0] != first[1]
        ):
            yield str(offsets)


@rule
def the_zone_in_the_file_tells_the_true_time(file: File) -> Iterator[str]:
    """The instants by the file's own VTIMEZONE are those that the zone's name stands for."""
    zones = {_name(zone): zone for zone in file.zones}
    for line in file.event.lines:
        zone = zones.get(bare(line.params.get("TZID", "")))
        if zone is None or _name(zone) not in KNOWN:
            continue
        local = wall(line.value)
        truly = local.replace(tzinfo=ZoneInfo(_name(zone))).utcoffset()
        if offset_at(zone, local) != truly:
            yield f"{line.name}:{line.value}"


def offset_at(zone: Part, local: datetime) -> timedelta:
    """The offset in force at a local time, as RFC 5545, 3.6.5 has it found."""
    onsets = []
    for part in zone.parts:
        values = {line.name: line.value for line in part.lines}
        before, after = _offset(values["TZOFFSETFROM"]), _offset(values["TZOFFSETTO"])
        first = wall(values["DTSTART"])
        for year in range(first.year, local.year + 1):
            at = _onset(first, values.get("RRULE"), year)
            if at and at <= local:  # of an hour that comes twice, the first is meant
                onsets.append((at - before, after))
    if not onsets:
        return timedelta.max
    return max(onsets)[1]


def _onset(first: datetime, yearly: str | None, year: int) -> datetime | None:
    if yearly is None:
        return first if year == first.year else None
    days = (first.replace(year=year, day=1) + timedelta(days=n) for n in range(31))
    fitting = [day for day in days if _fits(day, yearly)]
    return fitting[-1] if fitting and fitting[-1] >= first else None


def _offset(value: str) -> timedelta:
    minutes = int(value[1:3]) * 60 + int(value[3:5])
    return timedelta(minutes=-minutes if value[0] == "-" else minutes)
