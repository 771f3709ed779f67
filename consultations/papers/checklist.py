"""The checklist of one meeting: every task with its paragraph, its day, and how it stands."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations import tasks
from consultations.papers.asked import Asked
from consultations.papers.one_meeting import Meeting, meeting_of, standing_notes, stem, subtitle
from consultations.papers.saying import say_day
from consultations.papers.sheets import Block, Heading, Sheet, Table
from planner.register import load

STATES = {
    "open": gettext_lazy("open"),
    "done": gettext_lazy("done"),
    "skipped": gettext_lazy("skipped"),
    "overdue": gettext_lazy("overdue"),
    "lapsed": gettext_lazy("not noted in time"),
}
BASES = {  # said where a day is not certain
    "estimated": gettext_lazy("estimated"),
    "unconfirmed": gettext_lazy("not confirmed"),
    "assumed": gettext_lazy("assumed"),
}


def build(asked: Asked) -> Sheet:
    """Tasks before and after the meeting, in the order of their days."""
    meeting = meeting_of(asked)
    found = tasks.of_consultation(meeting.row, asked.today)
    columns = (_("Due"), _("Task"), _("State"), _("Asked for in"))
    blocks: list[Block] = []
    for title, after in ((_("Before the meeting"), False), (_("After the meeting"), True)):
        rows = tuple(_row(one) for one in found if one.is_after is after)
        blocks += [Heading(title), Table(columns, rows, name=title, widths=(3, 6, 4, 3))]
    return Sheet(
        kind="checklist", title=_("Checklist: %s") % meeting.row.subject,
        subtitle=subtitle(meeting), blocks=tuple(blocks), language=asked.language,
        notes=(*standing_notes(meeting),
               _("Neither report gives the days; they are ours, and each can be changed.")),
        stem=stem(meeting, "checklist"),
    )  # fmt: skip


def skipped(meeting: Meeting, asked: Asked) -> list[tuple[str, str, str]]:
    """(task, its paragraphs, the reason) of what was left undone on purpose."""
    return [
        (one.title, paragraphs(one), one.mark.reason)
        for one in tasks.of_consultation(meeting.row, asked.today)
        if one.state == "skipped" and one.mark is not None
    ]


def paragraphs(one: tasks.Task) -> str:
    """The paragraphs a task honours, cited as the register cites them."""
    known = load().recommendations
    return "\n".join(known[id].source if id in known else id for id in one.recommendations)


def _row(one: tasks.Task) -> tuple[str, str, str, str]:
    due = say_day(one.due_on) if one.due_on else _("no day known")
    basis = BASES.get(one.basis, "")
    due = f"{due}\n{basis}" if basis and one.due_on else due
    state = str(STATES["lapsed" if one.lapsed else one.state])
    if one.done_on:
        state = f"{state}, {say_day(one.done_on)}"
    if one.mark and one.mark.reason:
        state = f"{state}\n{one.mark.reason}"
    elif one.evidence:
        state = f"{state}\n{one.evidence}"
    return due, one.title, state, paragraphs(one)
