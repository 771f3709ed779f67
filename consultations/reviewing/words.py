"""The review's codes and figures in the reader's language; the core speaks plain English."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consultations.models import Consultation
from planner.figures import Figure, Note
from planner.indicators import Indicator
from planner.register import load
from planner.workdays import say_date

SECTIONS = {
    "time": gettext_lazy("In time"),
    "meetings": gettext_lazy("The meetings"),
    "people": gettext_lazy("Who came"),
    "views": gettext_lazy("What became of the views"),
    "quality": gettext_lazy("What it was worth"),
}
# What is shown of each mission beside the others.
BY_MISSION = (
    "consulted", "preparation", "notice", "before_expiry", "formal_informal", "report_back",
    "points",
)  # fmt: skip
COMMON: dict[str, Any] = {
    "unknown": gettext_lazy("unknown"),
    "before the draft": gettext_lazy("before the draft"),
    "after the draft": gettext_lazy("after the draft"),
    "none held": gettext_lazy("none held"),
    "renewals": gettext_lazy("renewals"),
    "meetings": gettext_lazy("meetings"),
    "kinds": gettext_lazy("by kind"),
    "purposes": gettext_lazy("by purpose"),
    "missions": gettext_lazy("by mission"),
    "no mission": gettext_lazy("no mission"),
    "held": gettext_lazy("held"),
    "beyond the plan": gettext_lazy("beyond the plan"),
    "not held": gettext_lazy("not held"),
    "not recorded": gettext_lazy("not recorded"),
    "to come": gettext_lazy("to come"),
    "conveners": gettext_lazy("conveners"),
    "council": gettext_lazy("members of the Council"),
    "contributors": gettext_lazy("contributors"),
    "secretariat": gettext_lazy("Secretariat"),
    "others": gettext_lazy("others"),
    "everybody": gettext_lazy("all answers"),
    "present": gettext_lazy("present"),
    "excused": gettext_lazy("excused"),
    "absent": gettext_lazy("absent"),
    "both": gettext_lazy("both"),
    "political only": gettext_lazy("political only"),
    "military or police only": gettext_lazy("military or police only"),
    "spoke": gettext_lazy("spoke"),
    "did not speak": gettext_lazy("did not speak"),
    "in time": gettext_lazy("in time"),
    "late": gettext_lazy("late"),
    "overdue": gettext_lazy("overdue"),
    "not due yet": gettext_lazy("not due yet"),
    "not needed": gettext_lazy("not needed"),
    "raised": gettext_lazy("points raised"),
    "sent": gettext_lazy("sent"),
    "not sent": gettext_lazy("not sent"),
    "in the draft": gettext_lazy("in the draft"),
    "in the text": gettext_lazy("in the adopted text"),
    "reflected": gettext_lazy("reflected"),
    "partly": gettext_lazy("partly"),
    "no": gettext_lazy("no"),
    "n.a.": gettext_lazy("not applicable"),
    "open": gettext_lazy("not known yet"),
    "not shown": gettext_lazy("for organizers alone"),
    "questions": gettext_lazy("questions"),
    "kept": gettext_lazy("kept"),
}
OF_POINTS = {
    "reflected": gettext_lazy("reflected"), "partly": gettext_lazy("partly reflected"),
    "no": gettext_lazy("not reflected"),
}  # fmt: skip
LETTERS = {
    "a": gettext_lazy("(a) prepared, inclusive, active"),
    "b": gettext_lazy("(b) convened as needed, with notice"),
    "c": gettext_lazy("(c) aim and documents clear"),
    "d": gettext_lazy("(d) the most effective format"),
    "e": gettext_lazy("(e) announced early"),
}
OWN: dict[str, dict[str, Any]] = {
    "points": OF_POINTS,
    "self_check": LETTERS,
    "same_offset": {"kept": gettext_lazy("as before"), "short": gettext_lazy("moved")},
    "gaps": {"kept": gettext_lazy("lately"), "short": gettext_lazy("no meeting for long")},
}
CHOICES = {
    str(code): label
    for choices in (Consultation.Purpose, Consultation.Convener, Consultation.Kind)
    for code, label in choices.choices
} | dict(Consultation.Format.choices)


def code_words(indicator: str, code: str) -> str:
    """A code of an indicator's bars and lines in words; a name (of a mission) as it stands."""
    own = OWN.get(indicator, {})
    known = own.get(code) or COMMON.get(code) or CHOICES.get(code, code)
    return str(known)


def who_asks(indicator: Indicator) -> str:
    """Everybody who asks for it, each once, in the order of its paragraphs."""
    register = load()
    asking = (register.recommendation(id).asks for id in indicator.recommendations)
    return "; ".join(dict.fromkeys(asking))


def number(value: float | None) -> str:
    """A figure without needless decimals."""
    return "" if value is None else f"{value:g}"


def value_words(indicator: Indicator, figure: Figure) -> str:
    """The headline: a value with its unit; *unknown* where nothing is known, never 0 for it."""
    if figure.few:
        return _("too few answers")
    if indicator.unit == "ratio" and figure.denominator:
        return f"{figure.numerator} : {figure.denominator - figure.numerator}"
    if figure.value is None:
        return _("unknown")
    said = number(figure.value)
    n = round(figure.value)
    words = {
        "%": lambda: _("%(n)s %%") % {"n": said},
        "of 5": lambda: _("%(n)s of 5") % {"n": said},
        "of the plan": lambda: (
            _("%(n)s of %(all)s planned") % {"n": said, "all": figure.denominator}
        ),
        "working days": lambda: (
            ngettext("%(n)s working day", "%(n)s working days", n) % {"n": said}
        ),
        "calendar days": lambda: ngettext("%(n)s day", "%(n)s days", n) % {"n": said},
        "missions": lambda: ngettext("%(n)s mission", "%(n)s missions", n) % {"n": said},
        "conveners": lambda: ngettext("%(n)s convener", "%(n)s conveners", n) % {"n": said},
        "skipped": lambda: _("%(n)s skipped") % {"n": said},
    }
    return words[indicator.unit]()


def _many(what: str, n: int) -> str:
    """So many of what an indicator counts, as in "12 renewals"."""
    words = {
        "renewals": ngettext("%(n)s renewal", "%(n)s renewals", n),
        "meetings": ngettext("%(n)s meeting", "%(n)s meetings", n),
        "mandates": ngettext("%(n)s running mandate", "%(n)s running mandates", n),
        "sides": ngettext("%(n)s delegation or department", "%(n)s delegations and departments", n),
        "delegations": ngettext("%(n)s delegation", "%(n)s delegations", n),
        "points": ngettext("%(n)s point", "%(n)s points", n),
        "questions": ngettext("%(n)s question", "%(n)s questions", n),
        "answers": ngettext("%(n)s answer", "%(n)s answers", n),
        "tasks": ngettext("%(n)s task", "%(n)s tasks", n),
    }
    return words[what] % {"n": n}


def counted_words(indicator: Indicator, figure: Figure) -> str:
    """What the value was counted from, as in "8 of 12 renewals", with the spread."""
    said, of = "", _many(indicator.counted, figure.denominator)
    if indicator.unit == "ratio" and figure.denominator:
        said = _("formal to informal, of %(all)s") % {"all": of}
    elif indicator.unit == "%" and figure.denominator:
        said = _("%(n)s of %(all)s") % {"n": figure.numerator, "all": of}
    elif figure.value is not None and figure.denominator and indicator.unit != "of the plan":
        every = indicator.id == "gaps" and figure.numerator == figure.denominator > 1
        said = (_("all %(all)s") if every else _("of %(all)s")) % {"all": of}
    if figure.value is not None and figure.low != figure.high:
        spread = {"low": number(figure.low), "high": number(figure.high)}
        said = f"{said}, {_('from %(low)s to %(high)s') % spread}"
    return said


def unknown_words(indicator: Indicator, figure: Figure) -> str:
    """How much was unknown, in words; empty where nothing was."""
    n = figure.unknown
    if not n:
        return ""
    own = {
        "speaking": ngettext(
            "%(n)s meeting without a note of who spoke",
            "%(n)s meetings without a note of who spoke", n,
        ),
        "points": ngettext(
            "%(n)s point whose outcome in the adopted text is not known yet",
            "%(n)s points whose outcome in the adopted text is not known yet", n,
        ),
        "same_offset": ngettext(
            "%(n)s without a cycle before to compare with",
            "%(n)s without a cycle before to compare with", n,
        ),
    }  # fmt: skip
    silent = ngettext("%(n)s meeting without an answer", "%(n)s meetings without an answer", n)
    own |= dict.fromkeys(("dialogue", "impact", "worth"), silent)
    what = own[indicator.id] % {"n": n} if indicator.id in own else _many(indicator.counted, n)
    return _("unknown: %(what)s") % {"what": what}


def notes_words(indicator: Indicator, notes: Iterable[Note]) -> list[str]:
    """The remarks of a figure as sentences."""
    return [_note(indicator, note) for note in notes]


# Sentences that read well for one and for many.
NOTES = {
    "draft_estimated": gettext_lazy("%(n)s held against a first draft whose day is estimated"),
    "renewals_to_come": gettext_lazy("%(n)s not counted: the first draft is still to come"),
    "prepares_none": gettext_lazy("%(n)s not counted: they prepare no one renewal"),
    "tolerance": gettext_lazy("within %(limit)s days counts as the same"),
    "gap_on": gettext_lazy("more than %(limit)s months without, on %(day)s"),
    "mandate_over": gettext_lazy("not counted, the recorded mandate is over: %(what)s"),
    "one_kind": gettext_lazy(
        "%(n)s are of one kind (%(what)s), more than %(limit)s %%: the Working Group varied "
        "meeting types and subjects; another kind may serve better"
    ),
    "years_only": gettext_lazy("the plan is for a calendar year of all missions"),
    "none_recorded": gettext_lazy("no meeting of the Working Group is recorded in this year"),
    "not_over": gettext_lazy("counted up to %(day)s"),
    "no_attendance": gettext_lazy("meetings without attendance noted: %(n)s"),
    "no_record": gettext_lazy("meetings without a record here, or closed to you: %(n)s"),
    "few": gettext_lazy("answers: %(n)s; fewer than %(limit)s are shown without values"),
    "few_of_a_side": gettext_lazy(
        "not by side: of one side fewer than %(limit)s answered"
    ),
}  # fmt: skip


def _note(indicator: Indicator, note: Note) -> str:
    return str(NOTES[note.code]) % {
        "n": note.count,
        "limit": note.limit,
        "day": say_date(note.on) if note.on else "",
        "what": code_words(indicator.id, note.what),
    }
