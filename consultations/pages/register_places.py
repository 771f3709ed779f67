"""Where an entry of the register acts: what its data names, and what names the entry itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.models import Consultation
from consultations.papers.kinds import PAPERS
from consultations.templatetags.corewords import words
from planner import tasks
from planner.indicators import INDICATORS
from planner.recommendation import FOUR_CHOICES
from planner.register import Recommendation, Register

# The list from which a page is reached that needs a mission, a meeting or a date.
LISTS = {"mission": "missions", "cycle": "missions", "propose": "missions", "year": "today",
         "consultation": "calendar"}  # fmt: skip
SAID = {
    "invitees": gettext_lazy("invitees: %s"),
    "field": gettext_lazy("field of a consultation: %s"),
    "announcement": gettext_lazy("announcement"),
    "ics": gettext_lazy("calendar entry"),
}
KEPT = {"points": "points", "points followed": "points", "questions": "questions",
        "issues": "issues"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry acts, in words; ``url`` is empty where there is no page of its own."""

    words: str
    url: str = ""


def places(entry: Recommendation, book: Register) -> Iterator[Place]:
    """Criteria, needs, fields, pages and choices; then its tasks, papers and indicators."""
    for act in entry.acts:
        yield _place(act, book)
    for task in tasks.honouring(entry.id):
        yield Place(_("task: %s") % words(task.title), f"{reverse('tasks')}?paragraph={entry.id}")
    for kind in PAPERS.values():
        if entry.id in kind.recommendations:
            yield Place(_("paper: %s") % kind.title, reverse("paper", kwargs={"kind": kind.slug}))
    for one in INDICATORS:
        if entry.id in one.recommendations:
            yield Place(_("indicator: %s") % words(one.title), f"{reverse('review')}#{one.id}")


def _place(act: str, book: Register) -> Place:
    """Where "criterion:lead" or "page:year" acts, with its page where it has one."""
    where, _colon, target = act.partition(":")
    if where == "criterion":
        return Place(_("measured: %s") % words(book.criteria[target].title),
                     f"{reverse('register_criteria')}#{target}")  # fmt: skip
    if where == "choice":
        return _choice(target, book)
    if where == "need":
        return Place(_("called for: %s") % Consultation.Kind(target).label, _page("missions"))
    if where == "page":
        return Place(_("page: %s") % target, _page(target))
    if where == "record":
        return Place(_("record: %s") % target, _page(KEPT.get(target, "records")))
    said = str(SAID[where])
    return Place(said % target if target else said)


def _choice(target: str, book: Register) -> Place:
    if target in book.tensions:
        title = book.tensions[target].title
        return Place(_("choice %(id)s: %(title)s") % {"id": target, "title": title},
                     f"{reverse('register_tensions')}#{target}")  # fmt: skip
    letter = "abcd"[FOUR_CHOICES.index(target)]
    return Place(_("choice of %(what)s (2017 report, para. 72 (%(letter)s))")
                 % {"what": target, "letter": letter})  # fmt: skip


def _page(name: str) -> str:
    """The address of a page; of the list it is reached from, where it needs a mission or a date."""
    for candidate in (name, LISTS.get(name, "today")):
        try:
            return reverse(candidate)
        except NoReverseMatch:
            continue
    return ""
