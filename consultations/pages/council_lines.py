"""Council meetings as people paste them: one a line, read into rows that facts can be loaded from.

A line: a day, a session or hours, a room, a dash and the subject, and "(firm)" or "(provisional)":
``2026-12-03 morning Consultations Room – Middle East (provisional)``. Cells separated by tabs, as
a spreadsheet copies them, are day, session or hours, room, subject, firmness.
"""

from __future__ import annotations

import re
from datetime import date

from django.utils.translation import gettext as _

from consultations.facts import Source

NAME = "council_meetings"
MAX_LINES = 500
MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
         "august aug", "september sept sep", "october oct", "november nov", "december dec"), 1)
    for name in names.split()
}  # fmt: skip
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = re.compile(
    r"(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
    r"(?:(?P<iso>\d{4}-\d\d-\d\d)|(?P<day>\d{1,2})\s+(?P<month>[a-z]+)\.?,?\s+(?P<year>\d{4}))"
    r"(?=[\s,:]|$)[,:]?",
    re.I,
)
SESSION = re.compile(r"(?P<session>morning|afternoon|a\.?m\.?|p\.?m\.?)(?=[\s,:]|$)[,:]?", re.I)
HOURS = re.compile(
    r"(?P<start>\d{1,2}[:.]\d\d)(?:\s*(?:-|–|—|to)\s*(?P<end>\d{1,2}[:.]\d\d))?(?=[\s,]|$),?", re.I
)
FIRMNESS = re.compile(r"\s*\(?\b(?P<firmness>provisional|firm)\b\)?\s*$", re.I)
DASH = re.compile(r"\s+[-–—]+\s+")
PLACE = re.compile(r"\b(?:room|chamber)\b", re.I)


class LineError(ValueError):
    """A line that cannot be read; the message says what is wanted."""


def read_lines(text: str) -> Source:
    """The rows of the pasted lines; a line that cannot be read is a problem with its number."""
    source = Source()
    rows: list[tuple[int, dict[str, str]]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if number > MAX_LINES:
            sentence = _("more than %d lines: paste them in parts") % MAX_LINES
            source.refuse(_("pasted lines"), sentence, row=number)
            break
        if not line.strip():
            continue
        try:
            rows.append((number, read_line(line)))
        except LineError as error:
            source.refuse(_("pasted lines"), str(error), row=number, value=line.strip())
    read = Source.of({NAME: rows}) if rows else Source()
    for sheet in read.sheets.values():
        sheet.file = _("pasted lines")
    source.sheets.update(read.sheets)
    return source


def read_line(line: str) -> dict[str, str]:
    """The cells of one line; ``LineError`` where no day can be read or the weekday is another."""
    if "\t" in line:
        cells = [cell.strip() for cell in line.strip("\r\n").split("\t")]
        day, when, room, subject, firm = [*cells, "", "", "", "", ""][:5]
        on, rest = _day(day)
        times, _rest = _when(" ".join(filter(None, [rest, when])))
        return {"date": on, **times, "room": room, "subject": subject, **_firmness(firm)[0]}
    on, rest = _day(line.strip())
    times, rest = _when(rest)
    firmness, rest = _firmness(rest)
    return {"date": on, **times, **_place(rest), **firmness}


def _day(text: str) -> tuple[str, str]:
    match = DAY.match(text)
    if match is None:
        raise LineError(_("begins with no day: write it as 2026-12-03 or 3 December 2026"))
    try:
        on = _date(match)
    except (ValueError, KeyError):
        raise LineError(_("%s is no day of the calendar") % match[0].strip(" ,:")) from None
    said = (match["weekday"] or "").lower()
    if said and WEEKDAYS[on.weekday()] != said:
        right = f"{on:%A}"
        raise LineError(_("%(day)s is a %(right)s: which of the two is meant?")
                        % {"day": on.isoformat(), "right": right})  # fmt: skip
    return on.isoformat(), text[match.end() :].strip()


def _date(match: re.Match[str]) -> date:
    if match["iso"]:
        return date.fromisoformat(match["iso"])
    return date(int(match["year"]), MONTHS[match["month"].lower()], int(match["day"]))


def _when(text: str) -> tuple[dict[str, str], str]:
    """Session and hours, in either order; both may be missing."""
    row = {"session": "", "start": "", "end": ""}
    text = text.lstrip(" –—-") if DASH.match(f" {text}") else text
    for _turn in range(2):
        if (match := HOURS.match(text)) and not row["start"]:
            row["start"] = match["start"].replace(".", ":").zfill(5)
            row["end"] = (match["end"] or "").replace(".", ":").zfill(5) if match["end"] else ""
        elif (match := SESSION.match(text)) and not row["session"]:
            morning = match["session"].lower() in ("morning", "am", "a.m", "a.m.", "am.")
            row["session"] = "morning" if morning else "afternoon"
        else:
            break
        text = text[match.end() :].strip()
    return _session_of(row), text


def _session_of(row: dict[str, str]) -> dict[str, str]:
    """The session that the hours lie in, where only hours are said."""
    if row["start"] and not row["session"]:
        row["session"] = "morning" if row["start"] < "13:00" else "afternoon"
    return row


def _firmness(text: str) -> tuple[dict[str, str], str]:
    """Provisional unless it says firm, as the programme of work is."""
    if match := FIRMNESS.search(text):
        return {"firmness": match["firmness"].lower()}, text[: match.start()].strip()
    return {"firmness": "provisional"}, text


def _place(text: str) -> dict[str, str]:
    """Room and subject around the dash; a single part is a room if it calls itself one."""
    text = re.sub(r"^[-–—:]+\s*", "", text.strip())
    parts = DASH.split(text, maxsplit=1)
    if len(parts) == 2:
        return {"room": parts[0].strip(), "subject": parts[1].strip()}
    if PLACE.search(text):
        return {"room": text, "subject": ""}
    return {"room": "", "subject": text}
