"""The list of missions, and one mission as it was known on a day."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from consultations.models import (
    HEADQUARTERS,
    Consultation,
    Mandate,
    MemberState,
    Mission,
    NumberOverride,
    Penholder,
    RecordedMeeting,
    Report,
)

pytestmark = pytest.mark.django_db
LIST, PAGE = "/missions/", "/missions/MINUSMA/"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(datetime(2017, 6, 7, 12, tzinfo=HEADQUARTERS), tick=False):
        yield


@pytest.fixture
def reading(reader: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(reader)


def mission(acronym: str = "MINUSMA", **changes: object) -> Mission:
    made = Mission.objects.create(
        acronym=acronym,
        full_name="Mission in Mali",
        kind="peacekeeping operation",
        region="Africa",
        host_countries="Mali",
        source="S/RES/2100 (2013)",
        confidence="high",
        **changes,
    )
    for year, resolution in ((2016, "S/RES/2227 (2015)"), (2017, "S/RES/2295 (2016)")):
        Mandate.objects.create(
            mission=made,
            resolution=resolution,
            adopted_on=date(year - 1, 6, 29),
            expires_on=date(year, 6, 30),
            kind="renewal",
        )
    return made


def page(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("url", [LIST, PAGE])
def test_a_stranger_is_sent_to_sign_in(client: Client, url: str) -> None:
    answer = client.get(url)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/accounts/login/?next={url}")


@pytest.mark.parametrize("url", [LIST, PAGE])
@pytest.mark.parametrize("group", ["administrator", "planner", "convener", "reader"])
def test_every_group_reads_the_missions(
    url: str, group: str, person: Callable[[str], User], signed_in: Callable[[User], Client]
) -> None:
    mission()
    client = signed_in(person(group))
    assert (client.get(url).status_code, client.post(url).status_code) == (200, 405)


@pytest.mark.parametrize("url", ["/missions/NOBODY/", "/missions/%3Cscript%3E/"])
def test_a_mission_nobody_has_recorded_is_not_found(reading: Client, url: str) -> None:
    html = page(reading, url, 404)
    assert "<script>" not in html.replace("<script src", "")


def test_an_empty_list_says_what_to_do(reading: Client) -> None:
    assert '<a href="/data/">Load facts</a>' in page(reading, LIST)


def test_a_mission_stands_with_its_next_expiry_and_penholder(reading: Client) -> None:
    made = mission()
    france = MemberState.objects.create(name="France", iso3="FRA")
    Penholder.objects.create(
        mission=made, member=france, from_on=date(2017, 1, 1), until_on=date(2017, 12, 31)
    )
    html = page(reading, LIST)
    assert '<a href="/missions/MINUSMA/2017-06-30/">' in html
    assert "Mali France Fri 30 June 2017 high" in text(html)


def test_a_pen_recorded_for_another_time_is_shown_as_estimated(reading: Client) -> None:
    france = MemberState.objects.create(name="France", iso3="FRA")
    Penholder.objects.create(mission=mission(), member=france, from_on=date(2026, 11, 22))
    html = page(reading, LIST)
    assert 'France <span class="basis basis-estimated">estimated</span>' in html


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"open_ended": True}, "open-ended: no renewal cycle"),
        ({"known_by_name_only": True}, "closed; known by name only"),
        ({"ends_on": date(2016, 6, 30)}, "closed Thu 30 June 2016"),
        ({}, "no mandate recorded"),
    ],
)
def test_a_mission_without_an_expiry_says_why(
    reading: Client, changes: dict[str, object], said: str
) -> None:
    Mission.objects.create(acronym="X", **changes)
    assert said in text(page(reading, LIST))


def test_an_expiry_that_has_passed_is_not_shown_as_the_next(reading: Client, reader: User) -> None:
    mission()
    with time_machine.travel(datetime(2017, 8, 1, tzinfo=HEADQUARTERS), tick=False):
        reading.force_login(reader)
        assert "last known Fri 30 June 2017 later decision not recorded" in text(
            page(reading, LIST)
        )


@pytest.mark.parametrize(
    ("query", "shown"),
    [("region=Africa", 1), ("region=Asia", 0), ("kind=unknown", 0), ("penholder=%22%3E%3Cb", 0)],
)
def test_the_list_is_filtered_by_its_address(reading: Client, query: str, shown: int) -> None:
    mission()
    html = page(reading, f"{LIST}?{query}")
    assert html.count('<th scope="row">') == shown
    assert ("No mission is of the kind" in html) is (not shown)
    assert '"><b' not in html


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_queries_whatever_its_rows(
    reading: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    state = MemberState.objects.create(name="France", iso3="FRA")
    for n in range(rows):
        Penholder.objects.create(mission=mission(f"M{n}"), member=state)
    with django_assert_num_queries(5):
        page(reading, LIST)


# One mission.


def test_facts_stand_with_their_source_and_confidence(reading: Client) -> None:
    mission()
    said = text(page(reading, PAGE))
    assert "Source S/RES/2100 (2013) confidence: high" in said
    assert "Host countries Mali" in said


def test_each_mandate_opens_its_cycle(reading: Client) -> None:
    mission()
    links = re.findall(r'<td><a href="(/missions/MINUSMA/[\d-]+/)">', page(reading, PAGE))
    assert links == ["/missions/MINUSMA/2017-06-30/", "/missions/MINUSMA/2016-06-30/"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"open_ended": True}, "Open-ended: no renewal cycle."),
        ({"known_by_name_only": True}, "Closed, and known by name only"),
        ({"ends_on": date(2016, 6, 30)}, "Its mandate ended on Thu 30 June 2016"),
        ({}, "No mandate known runs on Wed 7 June 2017"),
    ],
)
def test_a_mission_without_a_cycle_says_so_first(
    reading: Client, changes: dict[str, object], said: str
) -> None:
    Mission.objects.create(acronym="MINUSMA", **changes)
    assert said in text(page(reading, PAGE))


def test_a_report_has_its_three_dates(reading: Client) -> None:
    Report.objects.create(
        mission=mission(),
        symbol="S/2017/478",
        due_on=date(2017, 6, 5),
        advance_copy_on=date(2017, 6, 2),
        issued_on=date(2017, 6, 6),
    )
    said = text(page(reading, PAGE))
    assert "S/2017/478 periodic Mon 5 June 2017 Fri 2 June 2017 Tue 6 June 2017" in said


def test_a_rule_stands_with_our_reading_or_with_none(reading: Client) -> None:
    made = mission()
    made.report_requirements.create(wording="every 90 days")
    made.report_requirements.create(wording="as needed")
    said = text(page(reading, PAGE))
    assert "“every 90 days” every 90 days, from report to report" in said
    assert "“as needed” gives no dates" in said


def test_the_core_list_is_the_ten_strongest_with_their_share(reading: Client) -> None:
    made = mission()
    for n in range(12):
        state = MemberState.objects.create(name=f"State {n:02d}", iso3=f"S{n:02d}")
        made.contributions.create(
            as_of="2017-05",
            as_of_from=date(2017, 5, 1),
            as_of_until=date(2017, 5, 31),
            member=state,
            country=state.name,
            troops=100 - n,
            police=0,
        )
    html = page(reading, PAGE)
    core = re.findall(r'<th scope="row">(State \d\d)</th>', html)
    assert core == [f"State {n:02d}" for n in range(10)]
    # 955 of 1134: the ten strongest send 100 + 99 + ... + 91.
    assert "They send 84% of the mission's strength." in text(html).replace("&#x27;", "'")
    assert "2 more contributors" in html


def test_a_core_list_of_another_size_says_it_is_not_the_default(reading: Client) -> None:
    made = mission()
    state = MemberState.objects.create(name="Chad", iso3="TCD")
    made.contributions.create(
        as_of="2017", as_of_from=date(2017, 1, 1), as_of_until=date(2017, 12, 31),
        as_of_basis="estimate for 2017", member=state, country="Chad", total=1400,
    )  # fmt: skip
    NumberOverride.objects.create(
        mission=made, key="core_contributors", value=8, reason="a small room"
    )
    said = text(page(reading, PAGE))
    assert "core list of 8, not the default of 10" in said
    assert "estimated estimate for 2017" in said
    assert "No roster of that time is recorded: this one is later." in said


def test_consultations_and_recorded_meetings_are_listed(reading: Client) -> None:
    made = mission()
    at = datetime(2017, 6, 13, 10, tzinfo=HEADQUARTERS)
    row = Consultation.objects.create(
        kind="informal_triangular", cycle_mission=made, subject="On Mali", starts_at=at,
        ends_at=at + timedelta(hours=1), status="tentative",
    )  # fmt: skip
    meeting = RecordedMeeting.objects.create(
        event_id="WG17-003", body="Working Group", meeting_type="triangular",
        starts_on=date(2017, 6, 7), subject="Renewing the mandate",
    )  # fmt: skip
    meeting.missions.add(made)
    html = page(reading, PAGE)
    assert f'<a href="/consultations/{row.pk}/">On Mali</a>' in html
    assert "Tue 13 June 2017 , 10:00 On Mali informal triangular consultation tentative" in text(
        html
    )
    assert "Wed 7 June 2017 WG17-003 triangular" in text(html)


def test_a_closed_meeting_is_not_listed_for_a_convener_of_another(
    person: Callable[[str], User], signed_in: Callable[[User], Client]
) -> None:
    at = datetime(2017, 6, 13, 10, tzinfo=HEADQUARTERS)
    Consultation.objects.create(
        kind="informal_triangular", cycle_mission=mission(), subject="Secret", starts_at=at,
        ends_at=at + timedelta(hours=1), status="tentative",
    )  # fmt: skip
    assert "Secret" not in page(signed_in(person("convener")), PAGE)


# As known on a day.


def test_what_was_decided_or_issued_later_is_not_shown(reading: Client) -> None:
    made = mission(ends_on=date(2023, 6, 30))
    Report.objects.create(mission=made, symbol="S/2017/478", issued_on=date(2017, 6, 6))
    Report.objects.create(mission=made, symbol="S/2016/281", issued_on=date(2016, 3, 28))
    said = text(page(reading, f"{PAGE}?as_of=2016-05-01"))
    assert "This is what was known on Sun 1 May 2016" in said
    assert [name in said for name in ("S/RES/2227", "S/RES/2295", "S/2016/281", "S/2017/478")] == [
        True,
        False,
        True,
        False,
    ]
    assert "Mandate ends" not in said
    assert "Open the cycle to Thu 30 June 2016" in said


def test_a_date_that_changed_later_is_shown_as_it_was(reading: Client) -> None:
    report = Report.objects.create(mission=mission(), due_on=date(2017, 6, 1))
    report.reschedule(
        "due_on", date(2017, 6, 6), reason="late comments", known_on=date(2017, 5, 29)
    )
    before = text(page(reading, f"{PAGE}?as_of=2017-05-28"))
    after = text(page(reading, f"{PAGE}?as_of=2017-05-29"))
    assert ("Thu 1 June 2017" in before, "Tue 6 June 2017" in before) == (True, False)
    assert "No date of this mission has changed" in before
    assert "due on Thu 1 June 2017 Tue 6 June 2017 late comments Mon 29 May 2017" in after


@pytest.mark.parametrize("bad", ["2017-13-01", "yesterday", "20170501", "0001-01-01", "<script>"])
def test_a_bad_date_is_a_clear_error(reading: Client, bad: str) -> None:
    mission()
    html = page(reading, f"{PAGE}?as_of={bad}", 400)
    shown = bad.replace("<", "&lt;").replace(">", "&gt;")
    assert f"“{shown}” is not a date: write it as 2017-05-01. Shown: what is known today." in html


@pytest.mark.parametrize("rows", [1, 3])
def test_a_mission_costs_the_same_queries_whatever_its_rows(
    reading: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = mission()
    at = datetime(2017, 6, 13, 10, tzinfo=HEADQUARTERS)
    for n in range(rows):
        state = MemberState.objects.create(name=f"State {n}", iso3=f"S{n}")
        Penholder.objects.create(mission=made, member=state)
        made.contributions.create(
            as_of="2017", as_of_from=date(2017, 1, 1), as_of_until=date(2017, 5, 31),
            member=state, country=state.name, total=10,
        )  # fmt: skip
        report = Report.objects.create(mission=made, symbol=f"S/{n}", issued_on=date(2017, 5, 1))
        report.reschedule("due_on", date(2017, 5, 2), reason="typed", known_on=date(2017, 5, 1))
        Consultation.objects.create(
            kind="informal_triangular", cycle_mission=made, subject=f"On {n}", starts_at=at,
            ends_at=at + timedelta(hours=1),
        )  # fmt: skip
    with django_assert_num_queries(18):
        page(reading, PAGE)
