"""Indicators of what became of a meeting: report-back, points, questions, feedback."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from statistics import mean

from planner.figures import UNKNOWN, Bar, Figure, Line, Note, Part, bar, share
from planner.reviewed import SELF_CHECK, SIDES, Answered, Held, Raised, Reviewed

NOT_NEEDED = "not_needed"
OUTCOMES = ("reflected", "partly", "no", "n.a.", "open", "not shown")
CHECKED = ("kept", "partly", "no", UNKNOWN)


def report_back(of: Reviewed) -> Figure:
    """Meetings whose views were reported by the day due (2006, para. 14 (a))."""
    counted = Counter(_reported(m, of) for m in of.held())
    known = counted["in time"] + counted["late"] + counted["overdue"]
    return Figure(
        value=share(counted["in time"], known),
        numerator=counted["in time"],
        denominator=known,
        unknown=counted[UNKNOWN],
        bars=_bar("meetings", counted,
                  ("in time", "late", "overdue", "not due yet", "not needed", UNKNOWN)),
    )  # fmt: skip


def _reported(meeting: Held, of: Reviewed) -> str:
    """In time once one report, oral or written, was made by its own due day."""
    done = [one for one in meeting.reports if one.done_on]
    if any(one.due_on and one.done_on and one.done_on <= one.due_on for one in done):
        return "in time"
    if done:
        return "late"
    if any(one.mode == NOT_NEEDED for one in meeting.reports):
        return "not needed"
    if meeting.report_due_on is None:
        return UNKNOWN
    return "overdue" if meeting.report_due_on < of.until else "not due yet"


def points(of: Reviewed) -> Figure:
    """Points raised, sent, and reflected in draft and text (2017, paras. 52, 63 and 71)."""
    raised = [point for m in of.held() for point in m.points]
    sent = sum(point.sent for point in raised)
    draft = Counter(_outcome(point, point.in_draft) for point in raised)
    text = Counter(_outcome(point, point.in_text) for point in raised)
    whether = Counter({"sent": sent, "not sent": len(raised) - sent})
    bars = (*_bar("raised", whether, ()), *_bar("in the draft", draft, OUTCOMES),
            *_bar("in the text", text, OUTCOMES))  # fmt: skip
    return Figure(
        value=share(sent, len(raised)),
        numerator=sent,
        denominator=len(raised),
        unknown=text["open"],
        bars=bars if raised else (),
        notes=_unrecorded(of),
    )


def _outcome(point: Raised, outcome: str) -> str:
    return "not shown" if point.kept else outcome or "open"


def _unrecorded(of: Reviewed) -> tuple[Note, ...]:
    """How many meetings have no record here: of them nothing is known."""
    none = sum(1 for m in of.held() if not m.noted)
    return (Note("no_record", none),) if none else ()


def questions(of: Reviewed) -> Figure:
    """Questions answered by the day due (2017, para. 81)."""
    counted = Counter(_answered(one, of) for m in of.held() for one in m.questions)
    known = counted["in time"] + counted["late"] + counted["overdue"]
    return Figure(
        value=share(counted["in time"], known),
        numerator=counted["in time"],
        denominator=known,
        unknown=0,
        bars=_bar("questions", counted, ("in time", "late", "overdue", "not due yet")),
        notes=_unrecorded(of),
    )


def _answered(question: Answered, of: Reviewed) -> str:
    if question.answered_on:
        return "in time" if question.answered_on <= question.due_on else "late"
    return "overdue" if question.due_on < of.until else "not due yet"


def self_check(of: Reviewed) -> Figure:
    """How many of the five principles of 79 (a)-(e) a meeting kept; partly counts one half.

    A meeting that left one of the five open is not scored.
    """
    held = list(of.held())
    scores = [score for m in held if (score := _score(m)) is not None]
    bars: list[Bar] = []
    for letter in SELF_CHECK:
        said = Counter(m.self_check.get(letter) or UNKNOWN for m in held if m.self_check)
        bars += _bar(letter, said, CHECKED)
    return Figure(
        value=round(mean(scores), 1) if scores else None,
        numerator=len(scores),
        denominator=len(scores),
        unknown=len(held) - len(scores),
        low=min(scores, default=None),
        high=max(scores, default=None),
        bars=tuple(bars),
    )


def _score(meeting: Held) -> float | None:
    said = [meeting.self_check.get(letter, UNKNOWN) for letter in SELF_CHECK]
    if any(one not in ("kept", "partly", "no") for one in said):
        return None
    return sum({"kept": 1.0, "partly": 0.5, "no": 0.0}[one] for one in said)


def dialogue(of: Reviewed) -> Figure:
    """Was it a dialogue? From 1 to 5 (2017, paras. 76 and 77)."""
    return _asked(of, "dialogue")


def impact(of: Reviewed) -> Figure:
    """Will it have an effect? From 1 to 5 (2017, para. 58)."""
    return _asked(of, "impact")


def worth(of: Reviewed) -> Figure:
    """Was it worth the time? From 1 to 5 (2017, para. 58)."""
    return _asked(of, "worth")


def _asked(of: Reviewed, name: str) -> Figure:
    """The mean and the spread of the answers; without values where too few answered.

    A side of fewer is left out with all others, so that it cannot be told by taking away.
    """
    least = of.register.number("feedback_least")
    given = [(one.side, getattr(one, name)) for m in of.held() for one in m.opinions]
    answers = [(side, value) for side, value in given if value is not None]
    values = [value for _side, value in answers]
    silent = sum(1 for m in of.held() if not m.opinions)
    notes: tuple[Note, ...] = ()
    if len(values) < least:
        few = (Note("few", len(values), least),) if values else ()
        return Figure(denominator=len(values), unknown=silent, few=bool(values), notes=few)
    sides = Counter(side for side, _value in answers)
    apart = all(count >= least for count in sides.values())
    if not apart:
        notes = (Note("few_of_a_side", limit=least),)
    return Figure(
        value=round(mean(values), 1),
        numerator=len(values),
        denominator=len(values),
        unknown=silent,
        low=min(values),
        high=max(values),
        bars=_scale("everybody", values)
        + tuple(one for side in SIDES if apart and sides[side]
                for one in _scale(side, [v for s, v in answers if s == side])),
        notes=notes,
    )  # fmt: skip


def _scale(code: str, values: Iterable[int]) -> tuple[Bar, ...]:
    """How many gave each mark, the lowest first."""
    counted = Counter(values)
    return (Bar(code, tuple(Part(str(n), counted[n]) for n in range(1, 6))),)


def left_out(of: Reviewed) -> Figure:
    """Tasks and needs skipped, each with its reason (2006, para. 14 (b); 2017, para. 58)."""
    lines = [Line(one.on, one.title, one.subject, note=one.reason) for one in of.left]
    since = of.followed_from is not None and of.followed_from <= of.until
    return Figure(
        value=len(lines) if lines or since else None,
        numerator=len(lines),
        lines=tuple(sorted(lines, key=lambda line: line.on)),
    )


def _bar(code: str, counted: Counter[str], order: Iterable[str]) -> tuple[Bar, ...]:
    found = bar(code, counted, order)
    return (found,) if found.parts else ()
