"""The Year page: what is drawn, what stands in its table, for whom, and at what cost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from consultations.models import (
    HEADQUARTERS,
    Closure,
    Consultation,
    Holiday,
    Mandate,
    MemberState,
    Mission,
    Penholder,
    Presidency,
    RecordedMeeting,
    Report,
)

pytestmark = pytest.mark.django_db
URL = "/year/2017/"
QUERIES = 17


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(datetime(2017, 5, 20, 12, tzinfo=HEADQUARTERS), tick=False):
        yield


@pytest.fixture
def reading(reader: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(reader)


def mission(acronym: str = "MINUSMA", **changes: object) -> Mission:
    """A mission with one mandate that expires on 30 June 2017."""
    made = Mission.objects.create(
        acronym=acronym, kind="peacekeeping operation", region="Africa", **changes
    )
    Mandate.objects.create(
        mission=made,
        resolution="S/RES/2295 (2016)",
        adopted_on=date(2016, 6, 29),
        starts_on=date(2016, 7, 1),
        expires_on=date(2017, 6, 30),
        kind="renewal",
    )
    return made


def booked(made: Mission, on: date, **changes: object) -> Consultation:
    at = datetime(on.year, on.month, on.day, 10, tzinfo=HEADQUARTERS)
    values: dict[str, object] = {
        "kind": "informal_triangular",
        "need": "informal_triangular",
        "cycle_mission": made,
        "expires_on": date(2017, 6, 30),
        "subject": "MINUSMA",
        "starts_at": at,
        "ends_at": at + timedelta(minutes=90),
        "status": "tentative",
    }
    row = Consultation.objects.create(**{**values, **changes})
    row.missions.add(made)
    return row


def page(client: Client, url: str = URL) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def drawing(html: str) -> ElementTree.Element:
    """The year's own SVG, read as XML: so it is well-formed."""
    found = re.search(r'<svg class="year" .*?</svg>', html, re.S)
    assert found
    return ElementTree.fromstring(found.group())


def classes(html: str, tag: str = "*") -> list[str]:
    return [e.get("class", "") for e in drawing(html).iter() if tag in ("*", e.tag.split("}")[-1])]


def titles(html: str) -> list[str]:
    return [e.text or "" for e in drawing(html).iter() if e.tag.endswith("title")]


def lines(html: str) -> list[str]:
    """The rows of the table as plain text."""
    body = "".join(re.findall(r"<tbody>.*?</tbody>", html, re.S))
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    answer = client.get(URL)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/accounts/login/?next={URL}")


@pytest.mark.parametrize("group", ["administrator", "planner", "convener", "reader"])
def test_every_group_reads_the_year(
    group: str, person: Callable[[str], User], signed_in: Callable[[User], Client]
) -> None:
    assert signed_in(person(group)).get(URL).status_code == 200


def test_whoever_is_in_no_group_reads_nothing(client: Client) -> None:
    client.force_login(User.objects.create(username="new"))
    assert client.get(URL).status_code == 403


def test_the_year_is_only_looked_at(reading: Client) -> None:
    assert reading.post(URL).status_code == 405


@pytest.mark.parametrize("url", ["/year/0/", "/year/1944/", "/year/2100/", "/year/99999/"])
def test_a_year_without_a_calendar_is_not_found(reading: Client, url: str) -> None:
    assert reading.get(url).status_code == 404


def test_a_year_without_missions_says_what_to_do(reading: Client) -> None:
    html = page(reading)
    assert "No mission is recorded in this year." in html
    assert '<a href="/data/">Load facts</a>' in html


def test_a_mandate_is_a_bar_that_opens_its_cycle(reading: Client) -> None:
    mission()
    html = page(reading)
    links = {e.get("href"): e.get("aria-label") for e in drawing(html).iter() if e.get("href")}
    assert links["/missions/MINUSMA/2017-06-30/"] == (
        "MINUSMA: S/RES/2295 (2016), renewal, Fri 1 July 2016 to Fri 30 June 2017"
    )
    assert classes(html).count("bar renewal") == 1


def test_a_component_has_a_bar_of_its_own(reading: Client) -> None:
    made = mission("UNISFA")
    Mandate.objects.create(
        mission=made,
        component="JBVMM support",
        resolution="S/RES/2386 (2017)",
        adopted_on=date(2017, 11, 15),
        starts_on=date(2017, 11, 16),
        expires_on=date(2018, 4, 15),
        kind="renewal",
    )
    html = page(reading)
    bars = [
        (e.get("x"), e.get("y")) for e in drawing(html).iter() if e.get("class") == "bar renewal"
    ]
    assert len({y for _x, y in bars}) == 2
    assert "component=JBVMM" in html


def test_an_open_ended_mission_is_said_to_have_no_renewal_cycle(reading: Client) -> None:
    Mission.objects.create(acronym="UNTSO", open_ended=True)
    html = page(reading)
    assert "bar open" in classes(html)
    assert lines(html) == ["UNTSO open-ended: no renewal cycle nothing booked"]


def test_a_mission_that_ended_before_or_is_known_by_name_only_has_no_row(reading: Client) -> None:
    Mission.objects.create(acronym="OLD", ends_on=date(2016, 12, 31))
    Mission.objects.create(acronym="NAME", known_by_name_only=True)
    Mission.objects.create(acronym="NEW", starts_on=date(2018, 1, 1))
    assert "No mission is recorded in this year." in page(reading)


def test_reports_recorded_by_rule_and_estimated_have_shapes_of_their_own(reading: Client) -> None:
    issued, ruled, guessed = mission("ISSUED"), mission("RULED"), mission("GUESSED")
    Report.objects.create(mission=issued, symbol="S/2017/1", issued_on=date(2017, 5, 10))
    ruled.report_requirements.create(
        wording="30 days before the expiry of the mandate", known_on=date(2016, 6, 29)
    )
    html = page(reading)
    marks = {
        e.get("class"): re.sub(r"[^a-z]", "", e.get("d", ""))
        for e in drawing(html).iter()
        if (e.get("class") or "").startswith("mark")
    }
    assert sorted(marks) == ["mark estimated", "mark issued", "mark rule"]
    assert len(set(marks.values())) == 3
    table = {line.partition(" ")[0]: line for line in lines(html)}
    assert " recorded " in table["ISSUED"]
    assert " by rule " in table["RULED"]
    assert " estimated " in table["GUESSED"]
    assert guessed.acronym in table


def test_a_window_stands_under_its_mandate_with_its_target(reading: Client, reader: User) -> None:
    made = mission()
    Report.objects.create(mission=made, symbol="S/2017/478", issued_on=date(2017, 6, 6))
    with time_machine.travel(datetime(2017, 6, 7, 12, tzinfo=HEADQUARTERS), tick=False):
        reading.force_login(reader)
        html = page(reading)
    found = [t for t in titles(html) if "Informal triangular consultation" in t]
    assert len(found) == 1
    assert re.match(r"MINUSMA, .*: window \w{3} \d+ June 2017 to .*, target .* 2017", found[0])
    assert any("not booked" in line for line in lines(html))


def test_a_window_counted_from_estimates_is_said_to_be(reading: Client) -> None:
    mission()
    html = page(reading)
    assert "band estimated" in classes(html)
    assert any("partly estimated" in line for line in lines(html))


@pytest.mark.parametrize("status", ["tentative", "confirmed", "held"])
def test_a_booking_is_drawn_by_its_status_and_linked(reading: Client, status: str) -> None:
    row = booked(mission(), date(2017, 6, 13), status=status)
    html = page(reading)
    assert classes(html, "circle").count(f"booking {status}") == 1
    links = {e.get("href"): e.get("aria-label") for e in drawing(html).iter() if e.get("href")}
    assert links[f"/consultations/{row.pk}/"] == (
        f"informal triangular consultation, Tue 13 June 2017, {status}"
    )
    assert any(f"Tue 13 June 2017 {status}" in line for line in lines(html))


def test_what_is_cancelled_is_not_drawn(reading: Client) -> None:
    booked(mission(), date(2017, 6, 13), status="cancelled", cancelled_reason="no room")
    assert [c for c in classes(page(reading), "circle") if c.startswith("booking")] == []


def test_a_closed_meeting_is_not_shown_to_a_convener_of_another(
    person: Callable[[str], User], signed_in: Callable[[User], Client]
) -> None:
    convener = person("convener")
    made = mission()
    other = booked(made, date(2017, 6, 13))
    own = booked(made, date(2017, 6, 14), need="formal_tcc", kind="formal_tcc")
    own.convener_user.add(convener)
    html = page(signed_in(convener))
    assert (str(other.pk) in html, str(own.pk) in html) == (False, True)
    assert any("closed meeting" in line for line in lines(html))


def test_a_meeting_of_the_records_is_shown_as_held(reading: Client) -> None:
    made = mission()
    row = RecordedMeeting.objects.create(
        event_id="TCC-024",
        body="Security Council",
        meeting_type="TCC/PCC meeting",
        starts_on=date(2017, 3, 14),
    )
    row.missions.add(made)
    html = page(reading)
    assert classes(html, "circle").count("booking recorded") == 1
    assert "Meeting held Tue 14 March 2017: formal meeting with contributors (TCC-024" in html


def test_presidencies_closures_and_holidays_are_drawn_and_listed(reading: Client) -> None:
    mission()
    bolivia = MemberState.objects.create(name="Bolivia (Plurinational State of)", iso3="BOL")
    Presidency.objects.create(year=2017, month=6, member=bolivia, basis="projected")
    Closure.objects.create(
        first_on=date(2017, 9, 18), last_on=date(2017, 9, 22), name="High-level week"
    )
    Holiday.objects.create(on=date(2017, 6, 26), name="Eid al-Fitr", kind="official")
    html = page(reading)
    assert [c for c in classes(html) if c.startswith(("off", "holiday", "presidency"))] == [
        "off closure",
        "holiday official",
        "presidency projected",
    ]
    assert "High-level week, Mon 18 September 2017 – Fri 22 September 2017: closure" in html
    assert "Eid al-Fitr, Mon 26 June 2017 (estimated date): official holiday" in html
    assert titles(html).count("Bolivia (Plurinational State of) (projected)") == 1


@pytest.mark.parametrize(("url", "drawn"), [(URL, 1), ("/year/2016/", 0)])
def test_the_line_of_today_stands_in_its_own_year_alone(
    reading: Client, url: str, drawn: int
) -> None:
    mission()
    assert classes(page(reading, url), "path").count("today") == drawn


def test_the_years_beside_it_are_linked_with_the_filters_kept(reading: Client) -> None:
    mission()
    html = page(reading, f"{URL}?region=Africa")
    assert 'rel="prev" href="/year/2016/?region=Africa"' in html
    assert 'rel="next" href="/year/2018/?region=Africa"' in html


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("kind=peacekeeping+operation", ["MINUSMA"]),
        ("kind=special+political+mission", ["UNAMA"]),
        ("region=Asia", ["UNAMA"]),
        ("penholder=FRA", ["MINUSMA"]),
        ("penholder=FRA&region=Asia", []),
        ("kind=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", []),
    ],
)
def test_missions_are_chosen_by_kind_region_and_penholder(
    reading: Client, query: str, shown: list[str]
) -> None:
    france = MemberState.objects.create(name="France", iso3="FRA")
    Penholder.objects.create(mission=mission(), member=france)
    Mission.objects.create(acronym="UNAMA", kind="special political mission", region="Asia")
    html = page(reading, f"{URL}?{query}")
    assert "<script>alert" not in html
    names = re.findall(r'<th scope="rowgroup"[^>]*><a [^>]*>(\w+)</a>', html)
    assert names == shown
    assert ("No mission of this year is of the kind" in html) is (not shown)


def test_hostile_names_are_shown_as_text(reading: Client) -> None:
    made = mission("A<b>\"'&", full_name="<script>alert(1)</script>")
    booked(made, date(2017, 6, 13), subject="</title><script>alert(2)</script>")
    Closure.objects.create(
        first_on=date(2017, 9, 18), last_on=date(2017, 9, 22), name="</svg><script>x</script>"
    )
    html = page(reading)
    drawing(html)
    assert "<script>" not in html.replace("<script src", "")


def test_time_runs_with_the_writing(reading: Client) -> None:
    mission()
    expiry = [e.get("d", "") for e in drawing(page(reading)).iter() if e.get("class") == "expiry"]
    reading.post("/language/", {"language": "ar", "next": URL})
    mirrored = [e.get("d", "") for e in drawing(page(reading)).iter() if e.get("class") == "expiry"]
    assert float(expiry[0][1:].split()[0]) + float(mirrored[0][1:].split()[0]) == 1228


def test_the_drawing_carries_no_style_of_its_own(reading: Client) -> None:
    mission()
    assert [e for e in drawing(page(reading)).iter() if e.get("style") or e.get("onclick")] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_year_costs_the_same_queries_whatever_its_rows(
    reading: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(rows):
        made = mission(f"M{n}")
        Report.objects.create(mission=made, symbol=f"S/2017/{n}", issued_on=date(2017, 6, 1))
        booked(made, date(2017, 6, 12 + n))
        state = MemberState.objects.create(name=f"State {n}", iso3=f"S{n}")
        Penholder.objects.create(mission=made, member=state)
        Presidency.objects.create(year=2017, month=n + 1, member=state, basis="held")
    with django_assert_num_queries(QUERIES):
        page(reading)


def test_equal_facts_give_the_windows_again_and_changed_ones_new_ones(reading: Client) -> None:
    made = mission()
    before = [t for t in titles(page(reading)) if "Informal" in t]
    assert [t for t in titles(page(reading)) if "Informal" in t] == before
    Report.objects.create(mission=made, symbol="S/2017/400", issued_on=date(2017, 5, 17))
    assert [t for t in titles(page(reading)) if "Informal" in t] != before
