"""Values of the guest list: contributors and their rosters, invitees and the reasons for them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

CHAIR = "CHAIR"
REQUIRED = "REQ-PARTICIPANT"
OPTIONAL = "OPT-PARTICIPANT"
COPIED = "NON-PARTICIPANT"
ROLES = (CHAIR, REQUIRED, OPTIONAL, COPIED)  # RFC 5545, 3.2.16, strongest first

ONE_PLUS_ONE = ("political", "military or police")
# 2017 report, para. 66: political and military; "or police" is ours.


class Category(StrEnum):
    """What an invitee is invited as."""

    COUNCIL_MEMBER = "council_member"
    CONTRIBUTOR = "contributor"
    SECRETARIAT = "secretariat"
    HOST_STATE = "host_state"
    REGIONAL = "regional"
    UN_ENTITY = "un_entity"
    EXPERT = "expert"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Contributor:
    """A country's people in one mission. None: the source does not split them."""

    iso3: str
    name: str
    troops: int | None
    police: int | None
    experts: int | None
    total: int

    @property
    def estimated(self) -> bool:
        """Whether :attr:`uniformed` is worked out from the total."""
        return self.troops is None and self.police is None

    @property
    def uniformed(self) -> int:
        """Troops and police; without that split the total less experts on mission (estimate)."""
        if self.estimated:
            return max(self.total - (self.experts or 0), 0)
        return (self.troops or 0) + (self.police or 0)


@dataclass(frozen=True, slots=True)
class Roster:
    """Who contributed to a mission at a date, as recorded ("2017", "2024-09-02").

    ``estimate``: the source's figures are an estimate. ``later``: later than the meeting.
    """

    mission: str
    as_of: str
    contributors: tuple[Contributor, ...]
    estimate: bool
    source: str
    later: bool = False

    @property
    def label(self) -> str:
        """Its date in words, with what weakens it: "2017, estimate"."""
        weak = ("estimate",) * self.estimate + ("later than the meeting",) * self.later
        return ", ".join((self.as_of, *weak))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody is invited, and the recommendation behind it."""

    recommendation: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Invitee:
    """One line of the guest list. ``role`` is RFC 5545's; ``as_of`` dates the list behind it."""

    name: str
    category: Category
    role: str
    reasons: tuple[Reason, ...]
    as_of: str
    iso3: str = ""
    seats: tuple[str, ...] = ()
    strength: int | None = None


@dataclass(frozen=True, slots=True)
class MissionContext:
    """What the guest list needs to know of a mission. Potential contributors are names."""

    acronym: str
    name: str
    hosts: tuple[str, ...] = ()
    regional_bodies: tuple[str, ...] = ()
    new: bool = False
    theme: str = ""
    special_political: bool = False
    potential_contributors: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()

    @property
    def subjects(self) -> tuple[str, ...]:
        """Its theme and themes, once each."""
        return tuple(dict.fromkeys(t for t in (self.theme, *self.themes) if t))


@dataclass(frozen=True, slots=True)
class Guests:
    """The proposed guest list, who is left out of it, and what is not known.

    ``coverage``: share (0-1) of the missions' uniformed strength that the invited contributors
    of the core list, or all of them, provide; None without a roster.
    """

    invitees: tuple[Invitee, ...]
    left_out: tuple[Contributor, ...] = ()
    coverage: float | None = None
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
