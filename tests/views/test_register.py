"""The register's pages: 116 entries, filters in the address, numbers changed with a reason."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from consultations.models import HEADQUARTERS, Consultation, Mission, NumberOverride
from planner.examples import examples
from planner.register import Recommendation, load

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

GROUPS = ("administrator", "planner", "convener", "reader")
PAGES = (
    "/register/",
    "/register/R2017-65a/",
    "/register/HQ-1/",
    "/register/criteria/",
    "/register/tensions/",
    "/register/numbers/",
    "/register/numbers/notice_kept/",
)
NOTICE = "/register/numbers/notice_kept/"
Person = Callable[[str], User]
SignedIn = Callable[[User], Client]


@pytest.fixture
def minusma(db: None) -> Mission:
    return Mission.objects.create(acronym="MINUSMA")


@pytest.fixture
def keeper(administrator: User, signed_in: SignedIn) -> Client:
    return signed_in(administrator)


def entries(client: Client, query: str = "") -> list[str]:
    """The ids of the entries that the page lists."""
    return [shown.entry.id for shown in client.get(f"/register/{query}").context["entries"]]


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_sent_to_sign_in(client: Client, page: str) -> None:
    answer = client.get(page)
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"/accounts/login/?next={page}",
    )


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("page", PAGES)
def test_every_group_reads_the_register(
    person: Person, signed_in: SignedIn, group: str, page: str
) -> None:
    assert signed_in(person(group)).get(page).status_code == 200


@pytest.mark.parametrize("page", PAGES[:-1])
def test_nothing_is_changed_by_a_post_to_a_page(keeper: Client, page: str) -> None:
    assert keeper.post(page).status_code == 405


def test_all_entries_are_listed_and_the_rules_apart(keeper: Client) -> None:
    page = keeper.get("/register/")
    assert len(page.context["entries"]) == 116
    assert {shown.entry.id[:3] for shown in page.context["rules"]} == {"HQ-"}
    assert "<h2>116 of 116 entries</h2>" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("?document=2006", lambda entry: entry.document == "2006"),
        ("?force=members", lambda entry: entry.force == "members"),
        ("?dimension=NOT", lambda entry: "NOT" in entry.dimensions),
        ("?kind=roster", lambda entry: entry.kind == "roster"),
        ("?honours=task", lambda entry: entry.honours == "task"),
        (
            "?document=2017&dimension=TIM&honours=computed",
            lambda entry: (
                entry.document == "2017"
                and "TIM" in entry.dimensions
                and entry.honours == "computed"
            ),
        ),
    ],
)
def test_filters_stand_in_the_address(
    keeper: Client, query: str, holds: Callable[[Recommendation], bool]
) -> None:
    wanted = [id for id, entry in load().recommendations.items() if holds(entry)]
    assert 0 < len(wanted) < 116
    assert entries(keeper, query) == wanted


def test_words_are_searched_for_in_any_order(keeper: Client) -> None:
    assert entries(keeper, "?q=2017-58B") == ["R2017-58b"]
    assert entries(keeper, "?q=replace+meant+private") == ["R2006-1"]


def test_a_filter_that_finds_nothing_says_what_to_do_next(keeper: Client) -> None:
    page = keeper.get("/register/?q=nothing+of+the+kind").content.decode()
    assert "No entry is like that. Take a filter away, or show all." in page


@pytest.mark.parametrize(
    "query",
    ["?document=1999", "?force=%00", "?q=" + "x" * 5000, "?dimension=TIM%27--", "?kind=<b>"],
)
def test_a_filter_nobody_has_is_left_out_and_said(keeper: Client, query: str) -> None:
    answer = keeper.get(f"/register/{query}")
    assert answer.status_code == 200
    assert len(answer.context["entries"]) == 116
    assert "invalid-feedback" in answer.content.decode()


def test_hostile_words_are_shown_as_words(keeper: Client) -> None:
    page = keeper.get("/register/?q=%3Cscript%3Ealert(1)%3C/script%3E").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_an_entry_says_who_asks_where_and_in_which_numbers(keeper: Client) -> None:
    page = keeper.get("/register/R2017-79b/").content.decode()
    assert "2017 report, para. 79 (b)" in page
    assert "Our summary, not a quotation." in page
    assert 'href="/register/numbers/notice_kept/"' in page
    assert 'href="/register/criteria/#notice"' in page


def test_a_rule_outside_the_reports_says_so(keeper: Client) -> None:
    page = keeper.get("/register/HQ-1/").content.decode()
    assert "This is not from the two reports" in page


def test_every_entry_says_where_it_acts_and_which_tests_show_it(keeper: Client) -> None:
    shown = keeper.get("/register/").context["entries"]
    assert [one.entry.id for one in shown if not one.places] == []
    assert set(examples()) >= {one.entry.id for one in shown}


@pytest.mark.parametrize(
    ("id", "link"),
    [
        (
            "R2017-51",
            '<a href="/records/tasks/?paragraph=R2017-51">task: Put priorities, phasing',
        ),
        ("R2017-X1", '<a href="/records/papers/annex-2017/">paper: Table of meetings, form of 2'),
        ("R2017-76", '<a href="/review/#dialogue">indicator: Was it a dialogue?</a>'),
        ("R2017-36", '<a href="/records/points/">record: points</a>'),
        ("R2017-36", "a point says its theme its mandate and whether it was agreed"),
    ],
)
def test_an_entry_links_to_what_honours_it(keeper: Client, id: str, link: str) -> None:
    assert link in keeper.get(f"/register/{id}/").content.decode()


def test_every_entry_has_its_page(keeper: Client) -> None:
    answer = keeper.get("/register/")
    shown = [*answer.context["entries"], *answer.context["rules"]]
    codes = {keeper.get(f"/register/{one.entry.id}/").status_code for one in shown}
    assert codes == {200}


@pytest.mark.parametrize("page", ["/register/R1999-1/", "/register/numbers/no_such/"])
def test_what_is_not_in_the_register_is_not_found(keeper: Client, page: str) -> None:
    assert keeper.get(page).status_code == 404


def test_each_tension_shows_its_sides_with_their_paragraphs(keeper: Client) -> None:
    answer = keeper.get("/register/tensions/")
    lines = answer.context["lines"]
    assert [line["tension"].id for line in lines] == [f"C{number}" for number in range(1, 18)]
    assert all(len(line["sides"]) > 1 for line in lines)


def test_a_number_says_whose_it_is(keeper: Client) -> None:
    page = keeper.get("/register/numbers/").content.decode()
    assert page.count('<span class="badge theirs">theirs</span>') >= 1
    assert page.count('<span class="badge ours">ours</span>') >= 1
    assert "not the default" not in page


def test_a_number_is_changed_for_everybody_with_a_reason(keeper: Client) -> None:
    answer = keeper.post(NOTICE, {"value": 12, "reason": "Two weeks are the custom here."})
    assert (answer.status_code, answer.headers["Location"]) == (302, NOTICE)
    row = NumberOverride.objects.get()
    assert (row.key, row.value, row.mission, row.consultation, str(row.who)) == (
        "notice_kept", 12, None, None, "administrator",
    )  # fmt: skip
    for page in ("/register/", "/register/R2017-79b/", "/register/numbers/", NOTICE):
        assert "not the default (10)" in keeper.get(page).content.decode()


def test_a_number_is_changed_for_one_mission_alone(keeper: Client, minusma: Mission) -> None:
    keeper.post(NOTICE, {"value": 8, "mission": minusma.pk, "reason": "Short cycles."})
    row = NumberOverride.objects.get()
    assert (row.value, row.mission, row.consultation) == (8, minusma, None)
    page = keeper.get("/register/numbers/").content.decode()
    assert "MINUSMA: 8" in page
    assert "not the default" not in page


def test_a_number_is_changed_for_one_consultation_alone(keeper: Client) -> None:
    start = datetime.now(HEADQUARTERS) + timedelta(days=30)
    meeting = Consultation.objects.create(
        kind="formal_tcc", subject="UNFICYP", starts_at=start, ends_at=start + timedelta(hours=1)
    )
    page = keeper.get(f"{NOTICE}?consultation={meeting.pk}").content.decode()
    assert f'<option value="{meeting.pk}" selected>' in page
    keeper.post(NOTICE, {"value": 6, "consultation": str(meeting.pk), "reason": "Agreed by all."})
    row = NumberOverride.objects.get()
    assert (row.value, row.mission, row.consultation) == (6, None, meeting)


def test_changing_again_keeps_one_row_and_the_whole_history(keeper: Client) -> None:
    keeper.post(NOTICE, {"value": 12, "reason": "First."})
    keeper.post(NOTICE, {"value": 14, "reason": "Second."})
    row = NumberOverride.objects.get()
    keeper.post(f"{NOTICE}{row.pk}/", {"reason": "Enough."})
    assert NumberOverride.objects.count() == 0
    lines = keeper.get(NOTICE).context["history"]
    assert [(line.was, line.now, line.reason, line.who) for line in lines] == [
        (14, None, "Enough.", "administrator"),
        (12, 14, "Second.", "administrator"),
        (10, 12, "First.", "administrator"),
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"value": 12}, "This field is required."),
        ({"value": 12, "reason": "   "}, "This field is required."),
        ({"value": 61, "reason": "x"}, "Ensure this value is less than or equal to 60."),
        ({"value": "many", "reason": "x"}, "Enter a whole number."),
        ({"value": 4, "reason": "x"}, "notice_short: 5 is more than notice_kept (4)"),
        ({"value": 12, "reason": "x", "mission": "999"}, "Select a valid choice."),
        ({"value": 12, "reason": "x", "consultation": "no-uuid"}, "not a valid UUID"),
        ({"value": 12, "reason": "x", "consultation": str(uuid.uuid4())}, "Select a valid choice."),
    ],
)
def test_what_the_register_refuses_is_said_and_nothing_changes(
    keeper: Client, data: dict[str, object], sentence: str
) -> None:
    answer = keeper.post(NOTICE, data)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert NumberOverride.objects.count() == 0


def test_a_number_that_would_break_a_missions_own_is_refused(
    keeper: Client, minusma: Mission
) -> None:
    short = "/register/numbers/notice_short/"
    assert keeper.post(NOTICE, {"value": 20, "reason": "Long."}).status_code == 302
    mine = {"value": 15, "mission": minusma.pk, "reason": "Longer."}
    assert keeper.post(short, mine).status_code == 302
    answer = keeper.post(NOTICE, {"value": 12, "reason": "Shorter."})
    assert answer.status_code == 400
    assert "MINUSMA: number notice_short: 15 is more than notice_kept (12)" in (
        answer.content.decode()
    )
    general = NumberOverride.objects.get(mission=None)
    keeper.post(f"{NOTICE}{general.pk}/", {"reason": "Back."})
    assert sorted(NumberOverride.objects.values_list("value", flat=True)) == [15, 20]


def test_the_default_comes_back_only_with_a_reason(keeper: Client) -> None:
    keeper.post(NOTICE, {"value": 12, "reason": "First."})
    row = NumberOverride.objects.get()
    keeper.post(f"{NOTICE}{row.pk}/", {"reason": " "})
    assert NumberOverride.objects.count() == 1
    assert keeper.post(f"{NOTICE}{row.pk + 1}/", {"reason": "x"}).status_code == 404
    assert keeper.get(f"{NOTICE}{row.pk}/").status_code == 405


@pytest.mark.parametrize("group", ["planner", "convener", "reader"])
def test_others_see_numbers_and_do_not_change_them(
    person: Person, signed_in: SignedIn, group: str
) -> None:
    row = NumberOverride.objects.create(key="notice_kept", value=12, reason="Given.")
    client = signed_in(person(group))
    assert "Change the number" not in client.get(NOTICE).content.decode()
    assert client.post(NOTICE, {"value": 9, "reason": "x"}).status_code == 403
    assert client.post(f"{NOTICE}{row.pk}/", {"reason": "x"}).status_code == 403
    assert NumberOverride.objects.get().value == 12


def test_a_hostile_reason_is_shown_as_words(keeper: Client) -> None:
    keeper.post(NOTICE, {"value": 12, "reason": "<script>alert(1)</script>"})
    for page in (NOTICE, "/register/numbers/"):
        assert "<script>alert(1)" not in keeper.get(page).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("page", "queries"),
    [("/register/", 5), ("/register/R2017-79b/", 5), ("/register/numbers/", 6), (NOTICE, 8)],
)
def test_more_changed_numbers_cost_no_more_queries(
    keeper: Client, django_assert_num_queries: Callable[..., object], page: str, queries: int,
    rows: int,
) -> None:  # fmt: skip
    for number in range(rows):
        mission = Mission.objects.create(acronym=f"MISSION{number}")
        keeper.post(NOTICE, {"value": 8, "mission": mission.pk, "reason": "Short cycles."})
    with django_assert_num_queries(queries):  # type: ignore[attr-defined]
        keeper.get(page)


def test_a_number_changed_for_a_closed_meeting_does_not_name_it_to_a_convener(
    keeper: Client, convener: User, signed_in: SignedIn
) -> None:
    row = closed_meeting()
    told = {"value": 8, "consultation": str(row.pk), "reason": "A secret reason."}
    assert keeper.post(NOTICE, told).status_code == 302
    client = signed_in(convener)
    for page in (NOTICE, "/register/numbers/", "/register/R2017-79b/", "/register/"):
        text = client.get(page).content.decode()
        assert ("A secret subject" in text, "A secret reason" in text) == (False, False)
    assert [line.scope for line in client.get(NOTICE).context["history"]] == ["a closed meeting"]
    assert "A secret subject" in keeper.get(NOTICE).content.decode()


def closed_meeting() -> Consultation:
    """A meeting that is shown to its invitees alone."""
    start = datetime(2017, 6, 13, 10, tzinfo=HEADQUARTERS)
    return Consultation.objects.create(
        kind="informal_triangular", subject="A secret subject", starts_at=start,
        ends_at=start + timedelta(hours=1), visibility="invitees",
    )  # fmt: skip
