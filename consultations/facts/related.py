"""Cells that stand for rows of another table: penholders, and lists of missions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from consultations.facts.context import Context
from consultations.facts.lines import Line, split_list
from consultations.models import (
    Confidence,
    CouncilVisit,
    DateChange,
    Penholder,
    RecordedMeeting,
)

COMPILED_ON = date(2026, 11, 22)  # the day from which “latest” penholders hold
PLEDGE = "GBR"  # said in the Working Group that it consults as penholder (2017 report, para. 80)


@dataclass(frozen=True, slots=True)
class Pens:
    """Penholders of one span of time, as names in one cell of the list of missions."""

    column: str
    from_on: date
    until_on: date | None

    def _stored(self) -> dict[int, list[Penholder]]:
        found: dict[int, list[Penholder]] = defaultdict(list)
        rows = Penholder.objects.filter(
            from_on=self.from_on, until_on=self.until_on, basis=Penholder.Basis.RECORDED
        )
        for row in rows.select_related("member", "mission").order_by("pk"):
            found[row.mission_id].append(row)
        return found

    def read(self) -> dict[int, str]:
        """The names, by the mission's key."""
        return {
            mission: "; ".join(row.member_name or row.member.name for row in rows)
            for mission, rows in self._stored().items()
        }

    def sync(self, lines: list[Line], context: Context) -> set[int]:
        """Replace the span's penholders where the cell names others; an empty cell keeps them."""
        stored, changed = self._stored(), set()
        new: list[Penholder] = []
        for line in lines:
            names = split_list(line.aside.get(self.column) or "")
            there = stored.get(line.pk, [])
            if not names or names == [row.member_name or row.member.name for row in there]:
                continue
            changed.add(line.row)
            self._lay_down(there, names, line, context)
            new += [self._penholder(name, line, context) for name in dict.fromkeys(names)]
        Penholder.objects.bulk_create(new)
        return changed

    def _lay_down(
        self, pens: list[Penholder], names: list[str], line: Line, context: Context
    ) -> None:
        """Take pens away; those that do not come back under one of *names* leave a trace."""
        words = {"file": line.file, "row": line.row}
        reason = _("loaded from %(file)s, row %(row)d") % words
        DateChange.objects.bulk_create(
            pen.removed(reason=reason, today=context.today, who=context.who)
            for pen in pens
            if (pen.member_name or pen.member.name) not in names
        )
        Penholder.objects.filter(pk__in=[pen.pk for pen in pens]).delete()

    def _penholder(self, name: str, line: Line, context: Context) -> Penholder:
        member = context.member(line, self.column, name)
        return Penholder(
            mission_id=line.pk,
            member_id=member,
            member_name=name,
            from_on=self.from_on,
            until_on=self.until_on,
            pledges_to_consult=member == context.members.get(PLEDGE.casefold()),
            source=_("the list of missions, column %s") % self.column,
            confidence=Confidence.MEDIUM,
        )


PENS_2017 = Pens("penholder_2017", date(2017, 1, 1), date(2017, 12, 31))
PENS_LATEST = Pens("penholder_latest", COMPILED_ON, None)


def other_pens() -> Any:
    """Penholders that no cell of the list of missions says."""
    rows = Penholder.objects.all()
    for pens in (PENS_2017, PENS_LATEST):
        rows = rows.exclude(
            from_on=pens.from_on, until_on=pens.until_on, basis=Penholder.Basis.RECORDED
        )
    return rows


@dataclass(frozen=True, slots=True)
class Missions:
    """The missions of a row, as acronyms in one cell."""

    model: type[RecordedMeeting] | type[CouncilVisit]
    column: str

    def _links(self) -> tuple[type[Model], str]:
        through: Any = self.model.missions.through
        return through, f"{self.model._meta.model_name}_id"

    def _stored(self) -> dict[int, set[int]]:
        through, mine = self._links()
        found: dict[int, set[int]] = defaultdict(set)
        for pk, mission in through._default_manager.values_list(mine, "mission_id"):
            found[pk].add(mission)
        return found

    def read(self) -> dict[int, str]:
        """The acronyms, by the row's key."""
        through, mine = self._links()
        found: dict[int, list[str]] = defaultdict(list)
        rows = through._default_manager.order_by("pk").values_list(mine, "mission__acronym")
        for pk, acronym in rows:
            found[pk].append(acronym)
        return {pk: "; ".join(names) for pk, names in found.items()}

    def sync(self, lines: list[Line], context: Context) -> set[int]:
        """Link the missions the cell names; an empty cell leaves the links alone."""
        through, mine = self._links()
        stored, changed = self._stored(), set()
        new: list[tuple[int, int]] = []
        for line in lines:
            names = split_list(line.text(self.column))
            wanted = context.missions_by_name(line, self.column, names)
            there = stored.get(line.pk, set())
            if not wanted or set(wanted) == there:
                continue
            changed.add(line.row)
            gone = there - set(wanted)
            through._default_manager.filter(**{mine: line.pk, "mission_id__in": gone}).delete()
            new += [(line.pk, one) for one in dict.fromkeys(wanted) if one not in there]
        through._default_manager.bulk_create(self._new_links(new))
        return changed

    def _new_links(self, pairs: Iterable[tuple[int, int]]) -> list[Model]:
        through, mine = self._links()
        return [through(**{mine: pk, "mission_id": mission}) for pk, mission in pairs]
