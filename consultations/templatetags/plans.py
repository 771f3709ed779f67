"""The levels of a plan in words: what is counted, and whose word it is."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.templatetags.verdicts import FORCES

register = template.Library()

COUNTED = {
    "broken": gettext_lazy("criteria broken, %(force)s"),
    "short": gettext_lazy("criteria short, %(force)s"),
    "short by": gettext_lazy("how far short, %(force)s"),
}
LEVELS = {
    "pinned, not placed": gettext_lazy("pinned meetings not placed"),
    "not placed": gettext_lazy("meetings not placed"),
    "distance from the target": gettext_lazy("working days from the target days"),
    "earliest": gettext_lazy("as early as can be, among equals"),
    "moves without need of its own": gettext_lazy("meetings moved though their place is as good"),
    "moves": gettext_lazy("meetings moved"),
    "size of moves": gettext_lazy("how far they are moved, in half hours"),
}


@register.filter
def level(name: str) -> str:
    """``{{ line.name|level }}``: "broken: working group" as "criteria broken, Working Group"."""
    kind, _colon, force = str(name).partition(": ")
    if kind in COUNTED and force in FORCES:
        return str(COUNTED[kind]) % {"force": FORCES[force]}
    return str(LEVELS[name]) if name in LEVELS else _(str(name)) if name else ""
