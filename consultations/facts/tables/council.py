"""Tables of countries: Member States, seats on the Council, presidencies, contributions."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from consultations.facts.cells import AS_OF, CODE, COUNT, DAY, MONTH, YEAR, YES_NO, one_of, span
from consultations.facts.columns import Column, Key, Suspicion, Table, fact_columns, in_order
from consultations.facts.context import Context
from consultations.facts.lines import Line
from consultations.models import Contribution, CouncilTerm, MemberState, Presidency

WORLDWIDE = "ALL"  # a ranking of all missions together, never a mission's roster
ARMS = ("troops", "police", "experts_on_mission", "staff_officers")

MEMBER_STATES = Table(
    "member_states",
    MemberState,
    (
        Column("iso3", "iso3", CODE),
        Column("iso2", "iso2"),
        Column("name", "name", required=True),
        Column("other_names", "other_names"),
        Column("regional_group", "regional_group", one_of([str(one) for one in MemberState.Group])),
        *fact_columns(),
    ),
    (Key(("iso3", "name")), Key(("iso3",), filled=("iso3",)), Key(("name",))),
    lambda line: (line.values["name"],),
)


def _term(line: Line, context: Context) -> None:
    code = line.aside.get("iso3") or ""
    line.values["member_id"] = context.member(line, "member", line.values["member_name"], code)


COUNCIL = Table(
    "council",
    CouncilTerm,
    (
        Column("year", "year", YEAR, required=True),
        Column("member", "member_name", required=True),
        Column("iso3", "iso3", CODE, aside=True, path="member__iso3"),
        Column("permanent", "permanent", YES_NO),
        Column("term_start", "starts_on", DAY),
        Column("term_end", "ends_on", DAY),
        *fact_columns(),
    ),
    (Key(("year", "member_id")),),
    lambda line: (line.values["year"], line.values["member_name"]),
    _term,
    lambda line: in_order(line, ("term_start", "starts_on"), ("term_end", "ends_on")),
)


def _presidency(line: Line, context: Context) -> None:
    line.values["member_id"] = context.member(line, "presidency", line.values["member_name"])


PRESIDENCIES = Table(
    "presidencies",
    Presidency,
    (
        Column("year", "year", YEAR, required=True),
        Column("month", "month", MONTH, required=True),
        Column("presidency", "member_name", required=True),
        Column("basis", "basis", one_of([str(one) for one in Presidency.Basis]), required=True),
        *fact_columns(),
    ),
    (Key(("year", "month")),),
    lambda line: (line.values["year"], line.values["month"]),
    _presidency,
)


def _contribution(line: Line, context: Context) -> None:
    values = line.values
    values["as_of_from"], values["as_of_until"] = span(values["as_of"])
    code = line.aside.get("iso3") or ""
    values["member_id"] = context.member(line, "country", values["country"], code)
    everywhere = values["mission_id"] == WORLDWIDE
    values["mission_id"] = None if everywhere else context.missions.get(values["mission_id"])


def _contribution_suspect(line: Line) -> Iterator[Suspicion]:
    parts = [line.values.get(name) for name in ARMS]
    total = line.values.get("total")
    if total is None and all(part is None for part in parts):
        yield "total", _("no figure at all: nothing is established")
    known = sum(part or 0 for part in parts)
    if total is not None and None not in parts and known != total:
        yield "total", _("the parts add up to %d") % known
    elif total is not None and known > total:
        yield "total", _("the parts add up to more: %d") % known


CONTRIBUTIONS = Table(
    "contributions",
    Contribution,
    (
        Column("as_of", "as_of", AS_OF, required=True),
        Column("as_of_basis", "as_of_basis"),
        Column(
            "mission",
            "mission_id",
            required=True,
            path="mission__acronym",
            refers="mission or all",
        ),
        Column("country", "country", required=True),
        Column("iso3", "iso3", CODE, aside=True, path="member__iso3"),
        *(Column(name, name, COUNT) for name in (*ARMS, "total")),
        *fact_columns(),
    ),
    (Key(("as_of", "mission_id", "member_id")),),
    lambda line: (
        line.values["as_of"],
        line.values["mission_id"],
        line.aside.get("iso3") or line.values["country"],
    ),
    _contribution,
    suspect=_contribution_suspect,
)
