"""Verdicts, bases, forces and paragraphs as pages show them: a sign, a word and a colour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from consultations.models import Consultation
from planner.register import Recommendation, RegisterError, load

register = template.Library()

VERDICTS = {
    "kept": ("✓", _("kept")),
    "short": ("◐", _("short")),
    "broken": ("✗", _("broken")),
    "excluded": ("⊘", _("excluded")),
    "unknown": ("?", _("unknown")),
}
BASES = {
    "recorded": ("●", _("recorded")),
    "unconfirmed": ("○", _("recorded, not confirmed")),
    "rule": ("◆", _("by rule")),
    "estimated": ("≈", _("estimated")),
    "unknown": ("?", _("unknown")),
    "assumed": ("◇", _("assumed")),
}
FORCES = {
    "rule": _("rule"),
    "working group": _("Working Group"),
    "members": _("members"),
    "panellist": _("panellist"),
    "default": _("ours"),
}
ANSWERS = {
    code: label
    for choices in (Consultation.Format, Consultation.Convener, Consultation.Level)
    for code, label in choices.choices
}
OBLIGATIONS = {"must": _("must"), "should": _("should")}


def _signed(kind: str, code: str, table: Mapping[str, tuple[str, Any]]) -> SafeString:
    sign, word = table.get(code, ("?", code))
    return format_html(
        '<span class="{0} {0}-{1}"><span class="sign" aria-hidden="true">{2}</span> {3}</span>',
        kind,
        code if code in table else "unknown",
        sign,
        word,
    )


@register.filter
def verdict(code: str) -> SafeString:
    """``{{ finding.verdict|verdict }}``: never colour alone."""
    return _signed("verdict", str(code), VERDICTS)


@register.filter
def verdict_sign(code: str) -> str:
    """The sign of a verdict alone, for cells that carry their words in a label."""
    return VERDICTS.get(str(code), VERDICTS["unknown"])[0]


@register.filter
def verdict_word(code: str) -> str:
    """The word of a verdict alone."""
    return str(VERDICTS.get(str(code), ("?", code))[1])


@register.filter
def basis(code: str) -> SafeString:
    """``{{ anchor.standing|basis }}``: recorded, not confirmed, by rule, estimated, unknown."""
    return _signed("basis", str(code), BASES)


@register.filter
def force(code: str) -> SafeString:
    """Whose word it is, strongest first: rule, Working Group, members, panellist, ours."""
    known = str(code) if str(code) in FORCES else "default"
    return format_html(
        '<span class="force force-{}">{}</span>', known.replace(" ", "-"), FORCES[known]
    )


@register.filter
def obligation(code: str) -> str:
    """Must or should, in the reader's language."""
    return str(OBLIGATIONS.get(str(code), code))


def _entry(id: str) -> Recommendation | None:
    try:
        return load().recommendation(id)
    except RegisterError:
        return None


@register.filter
def paragraph(id: str) -> SafeString:
    """A link to an entry of the register, worded as the papers cite it; its title says who asks."""
    entry = _entry(str(id))
    if entry is None:  # it left the register; what was stored keeps its name
        return format_html("{}", id)
    cited = entry.source if entry.document in ("2006", "2017") else str(id)
    return format_html(
        '<a class="paragraph" href="{}" title="{}">{}</a>',
        reverse("register_entry", kwargs={"id": entry.id}),
        f"{entry.id}, {entry.source}: {entry.asks}",
        cited,
    )


@register.filter
def paragraphs(ids: Iterable[str]) -> SafeString:
    """Several of them, each document named once: "2017 report, paras. 58, 64"."""
    by_document: dict[str, list[SafeString]] = {}
    loose = []
    for id in dict.fromkeys(str(one) for one in ids):
        entry = _entry(id)
        if entry is None or entry.document not in ("2006", "2017"):
            loose.append(paragraph(id))
        else:
            by_document.setdefault(entry.cited_as, []).append(_numbered(entry))
    cited = [
        format_html("{}, {}", name, format_html_join(", ", "{}", ((one,) for one in links)))
        for name, links in by_document.items()
    ]
    return format_html_join("; ", "{}", ((one,) for one in (*cited, *loose)))


def _numbered(entry: Recommendation) -> SafeString:
    """The paragraph's number alone, as a link."""
    return format_html(
        '<a class="paragraph" href="{}" title="{}">{}{}</a>',
        reverse("register_entry", kwargs={"id": entry.id}),
        f"{entry.id}, {entry.source}: {entry.asks}",
        "" if not entry.paragraph[:1].isdigit() else "¶\u00a0",
        entry.paragraph,
    )


@register.filter
def by_asker(ids: Iterable[str]) -> list[tuple[str, list[str]]]:
    """(who asks, their entries), in the order given."""
    asked: dict[str, list[str]] = {}
    for id in dict.fromkeys(str(one) for one in ids):
        asked.setdefault(asked_by(id), []).append(id)
    return list(asked.items())


@register.filter
def with_also(finding: Any) -> list[str]:
    """The leading paragraph of a finding and the others behind it."""
    told = finding if isinstance(finding, Mapping) else None
    leading = told.get("recommendation", "") if told else finding.recommendation
    also = told.get("also", ()) if told else finding.also
    return [leading, *also]


@register.filter
def graver(lines: Iterable[Any]) -> list[Any]:
    """Lines whose finding is not kept."""
    return [line for line in lines if _code(line.finding) != "kept"]


@register.filter
def kept_ones(lines: Iterable[Any]) -> list[Any]:
    """Lines whose finding is kept."""
    return [line for line in lines if _code(line.finding) == "kept"]


def _code(finding: Any) -> str:
    told = finding.get("verdict", "") if isinstance(finding, Mapping) else finding.verdict
    return str(told)


@register.filter
def asked_by(id: str) -> str:
    """Who asks for it, as the register says."""
    entry = _entry(str(id))
    return entry.asks if entry else ""


@register.filter
def tally(findings: Iterable[Any]) -> str:
    """What is not kept, in words: "short: preparation; unknown: notice", or that nothing is."""
    by: dict[str, list[str]] = {}
    for one in findings:
        title = one["title"] if isinstance(one, Mapping) else one.title
        by.setdefault(_code(one), []).append(str(title))
    said = [
        f"{verdict_word(code)}: {', '.join(map(lower_first, by[code]))}"
        for code in ("broken", "short", "unknown")
        if code in by
    ]
    return "; ".join(said) or gettext("nothing short or broken")


@register.filter
def lower_first(words: str) -> str:
    """A title within a sentence: "Not on a Friday" becomes "not on a Friday"."""
    return words[:1].lower() + words[1:]


@register.filter
def answer(code: str) -> str:
    """An answer to one of the four questions in words ("dpr"); any other as it stands."""
    return str(ANSWERS.get(str(code), code))


@register.filter
def iso_day(text: str) -> date | None:
    """A stored day as a date, for the filter ``day``."""
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


@register.filter
def workdays_left(count: int | None) -> str:
    """ "in 3 working days", "today", "2 working days ago"."""
    if count is None:
        return ""
    if count == 0:
        return gettext("today")
    if count < 0:
        words = ngettext("%(n)d working day ago", "%(n)d working days ago", -count)
        return words % {"n": -count}
    return ngettext("%(n)d working day left", "%(n)d working days left", count) % {"n": count}


@register.filter
def item(table: Mapping[Any, Any], key: Any) -> Any:
    """``{{ table|item:key }}``, None where there is none."""
    return table.get(key)


@register.filter
def spaced(code: str) -> str:
    """``council_consultations`` in words."""
    return str(code).replace("_", " ")


@register.filter
def percent(share: float | None) -> str:
    """A share of one as a percentage; empty where unknown."""
    return "" if share is None else f"{share:.0%}"
