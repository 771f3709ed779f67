"""The words of report cycles: numbers, spans, dates and fillers, for the grammar of rules."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange

from planner.days import MONTHS

LONGEST = 300  # characters; a longer text is not the wording of a cycle
UNITS = {"day": (1, 0), "week": (7, 0), "fortnight": (14, 0), "month": (0, 1), "quarter": (0, 3),
         "year": (0, 12)}  # fmt: skip
_ONES = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBERS = {word: n for n, word in enumerate(_ONES, 1)} | {
    ten + one: 20 + 10 * i + j
    for i, ten in enumerate(_TENS)
    for j, one in enumerate(["", *(f" {word}" for word in _ONES[:9])])
}
NUMBERS |= {"a": 1, "an": 1, "other": 2, "second": 2}
for _ten, _n in list(NUMBERS.items()):
    if _n >= 20:
        NUMBERS[f"one hundred and {_ten}"] = NUMBERS[f"one hundred {_ten}"] = 100 + _n
ADVERBS = {
    "weekly": "week", "fortnightly": "fortnight", "monthly": "month", "quarterly": "quarter",
    "yearly": "year", "annual": "year", "annually": "year", "once a year": "year",
}  # fmt: skip
HALF_YEARLY = ("half yearly", "semi annual", "semi annually", "semiannual", "semiannually",
               "biannual", "biannually", "twice a year", "twice yearly")  # fmt: skip
# "bimonthly" and "biweekly" are left out: each has two meanings.

_NUMBER = "|".join(sorted(NUMBERS, key=len, reverse=True))


class Words:
    """Pieces of the grammar, as regular expressions over normalised words."""

    UNIT = r"(?P<unit>day|week|fortnight|month|quarter|year)s?"
    SPAN = rf"(?:(?P<n>[0-9]{{1,4}}|{_NUMBER}) )?{UNIT}"
    BY = r"(?:by|before|no later than|not later than|at the latest by|on or before)"
    EXPIRY = (r"(?:before|prior to|ahead of) (?:the )?(?:expiry|expiration|end)(?: date)?"
              r"(?: of (?:the |its |this )?(?:current )?(?:mandate)(?: period)?)?")  # fmt: skip
    ADOPTION = (r"(?:of|from|after|following) (?:the )?(?:date of )?(?:the )?(?:adoption|passage)"
                r"(?: of (?:this|the) resolution)?")  # fmt: skip


_UNIT_2, _UNIT_3 = (Words.UNIT.replace("unit", f"unit{n}") for n in (2, 3))
INTERVALS = re.compile(
    rf"(?:(?:every|each|once every|once each) (?:period of )?{Words.SPAN}(?: period)?"
    rf"|(?P<adverb>{'|'.join([*ADVERBS, *HALF_YEARLY])})"
    rf"|at (?:regular )?intervals of (?P<n2>[0-9]{{1,4}}|{_NUMBER}) {_UNIT_2}"
    rf"|at (?P<n3>[0-9]{{1,4}}|{_NUMBER}) {_UNIT_3} intervals"
    rf"|(?P<n4>[0-9]{{1,2}}|{_NUMBER}) (?P<unit4>month)ly)"
)


def span(match: re.Match[str]) -> tuple[int, int]:
    """(days, months) a match speaks of; (0, 0) where it is nothing or beyond ten years."""
    found = match.groupdict()
    adverb = found.get("adverb")
    if adverb in HALF_YEARLY:
        return 0, 6
    unit = ADVERBS.get(adverb or "") or next(
        found[key] for key in ("unit", "unit2", "unit3", "unit4") if found.get(key)
    )
    said = next((found[key] for key in ("n", "n2", "n3", "n4") if found.get(key)), "a")
    number = int(said) if said.isdigit() else NUMBERS[said]
    days, months = (number * each for each in UNITS[unit])
    return (days, months) if days <= 3660 and months <= 120 else (0, 0)


_NEARLY = r"\b(?:about|approximately|approx|around|roughly|circa|some)\b"
_ABOUT = re.compile(_NEARLY)
_FILLERS = re.compile(rf"{_NEARLY}|\b(?:on|as) an? (?=[a-z0-9 ]+ basis)|(?<=[a-z]) basis\b")
_LEAD = re.compile(
    r"^(?:to )?(?:(?:submit|provide|present) )?(?:an? |the )?(?:written |periodic |regular )*"
    r"(?:report|reports|reporting)(?: to the (?:security )?council)?(?: ,| is due| are due| due)? "
)
_TAIL = re.compile(r" on the implementation of (?:(?:this|the) resolution|(?:its|the) mandate)$")
_REGULAR = re.compile(
    r"^(?:at regular intervals|regularly|periodically|periodic)(?: ,)? ?\((.+)\)$"
)


def _iso(match: re.Match[str]) -> str:
    return f"{int(match[3])} {MONTHS[int(match[2]) - 1].lower()} {match[1]}"


def normalised(wording: str) -> tuple[str, bool]:
    """Lower-case words with single spaces, fillers gone; and whether it said "about"."""
    if len(wording) > LONGEST:
        return "", False
    said = unicodedata.normalize("NFKC", wording).lower().strip(" .;,\t\r\n")
    said = re.sub(r"\b([12][0-9]{3})-(0[1-9]|1[0-2])-([0-9]{2})\b", _iso, said)
    said = re.sub(r"[\u2010-\u2015-]", " ", said)
    inside = _REGULAR.match(said)
    said = inside[1] if inside else said
    about = bool(_ABOUT.search(said))
    said = _FILLERS.sub(" ", said.replace(",", " , "))
    said = _LEAD.sub("", " ".join(said.split()))
    said = _TAIL.sub("", said)
    return " ".join(said.split()).strip(" ,"), about


_MONTH = {name.lower(): n for n, name in enumerate(MONTHS, 1)}
_MONTH |= {name[:3]: n for name, n in _MONTH.items()} | {"sept": 9}
_MONTH_WORD = "|".join(sorted(_MONTH, key=len, reverse=True))
_DAY = re.compile(
    rf"(?:the )?(?:(?P<month2>{_MONTH_WORD}) (?P<day2>[0-9]{{1,2}})(?:st|nd|rd|th|(?![0-9]))"
    rf"|(?:(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)? |(?P<end>(?:the )?end of )"
    rf"|(?P<mid>mid ))?(?P<month>{_MONTH_WORD}))"
    r"(?:(?: ,)? (?P<year>[12][0-9]{3}))?"
)
_BETWEEN = re.compile(r"(?: ,(?: and)?| and| &) (?:(?:by|in|on) )?")

Day = tuple[int, int, int]  # month, day (0: the month's last), year (0: every year)


def _day(match: re.Match[str]) -> Day | None:
    """One day or month as said; None for a day that no year has (30 February)."""
    month = _MONTH[match["month"] or match["month2"]]
    said = match["day"] or match["day2"]
    day = int(said) if said else 15 if match["mid"] else 0
    year = int(match["year"] or 0)
    if said and not 1 <= day <= monthrange(year or 2024, month)[1]:
        return None
    return month, day, year


def date_list(said: str) -> tuple[Day, ...] | None:
    """ "february , june and october" or "1 march and 1 september 2019" as days; else None."""
    days: list[Day] = []
    at = 0
    while at < len(said):
        match = _DAY.match(said, at)
        day = _day(match) if match else None
        if match is None or day is None:
            return None
        days.append(day)
        joint = _BETWEEN.match(said, match.end())
        if match.end() < len(said) and not joint:
            return None
        at = joint.end() if joint else match.end()
    return _with_years(days) if days and not said.endswith(" ") else None


def _with_years(days: list[Day]) -> tuple[Day, ...]:
    """A year said once at the end goes for the days before it, in order."""
    for i in range(len(days) - 2, -1, -1):
        (month, day, year), later = days[i], days[i + 1]
        if not year and later[2]:
            days[i] = (month, day, later[2] - (month > later[0]))
    return tuple(days)
