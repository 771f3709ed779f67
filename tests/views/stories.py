"""MINUSMA before its renewal of June 2017, told with real dates; others may share them."""

from __future__ import annotations

from datetime import date, datetime

from consultations.models import (
    HEADQUARTERS,
    Contribution,
    CouncilTerm,
    Holiday,
    Mandate,
    MemberState,
    Milestone,
    Mission,
    Report,
    Room,
)

EXPIRY = date(2017, 6, 30)
COUNCIL_2017 = {
    "BOL": "Bolivia", "CHN": "China", "EGY": "Egypt", "ETH": "Ethiopia", "FRA": "France",
    "GBR": "United Kingdom", "ITA": "Italy", "JPN": "Japan", "KAZ": "Kazakhstan",
    "RUS": "Russian Federation", "SEN": "Senegal", "SWE": "Sweden", "UKR": "Ukraine",
    "URY": "Uruguay", "USA": "United States",
}  # fmt: skip
CYCLE = "/missions/MINUSMA/2017-06-30/"
PROPOSE = "/propose/MINUSMA/informal_triangular/"
ON_THE_DAY = "expiry=2017-06-30&as_of=2017-06-06"


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of 2017 in Headquarters' time."""
    return datetime(2017, month, day, hour, minute, tzinfo=HEADQUARTERS)


def headquarters() -> Room:
    """The holidays of 2017 around June, the Council, and one room near the Chamber."""
    for on, name in ((date(2017, 5, 29), "Memorial Day"), (date(2017, 6, 26), "Eid al-Fitr")):
        Holiday.objects.create(on=on, name=name, kind="official", confidence="high")
    for iso3, name in COUNCIL_2017.items():
        member = MemberState.objects.create(iso3=iso3, iso2=iso3[:2], name=name)
        CouncilTerm.objects.create(
            year=2017, member=member, starts_on=date(2017, 1, 1), ends_on=date(2017, 12, 31)
        )
    return Room.objects.create(name="Consultations Room", capacity=60, near_chamber=True)


def renewal(acronym: str) -> Mission:
    """A mission whose mandate ends with June 2017, its report issued on 6 June."""
    mission = Mission.objects.create(acronym=acronym, kind=Mission.Kind.PEACEKEEPING)
    Mandate.objects.create(
        mission=mission, resolution="S/RES/2295 (2016)", adopted_on=date(2016, 6, 29),
        expires_on=EXPIRY, kind=Mandate.Kind.RENEWAL,
    )  # fmt: skip
    Report.objects.create(
        mission=mission, symbol="S/2017/478", issued_on=date(2017, 6, 6), due_on=date(2017, 6, 6)
    )
    Milestone.objects.create(
        mission=mission, expires_on=EXPIRY, kind=Milestone.Kind.COUNCIL_CONSULTATIONS,
        on=date(2017, 6, 16), known_on=date(2017, 6, 1), source="programme of work",
    )  # fmt: skip
    Contribution.objects.create(
        mission=mission, member=MemberState.objects.get(iso3="SEN"), country="Senegal",
        as_of="2017-04", as_of_from=date(2017, 4, 1), as_of_until=date(2017, 4, 30), troops=900,
        police=30, experts_on_mission=0, total=930,
    )  # fmt: skip
    return mission
