"""Every page, with the sample facts and with nothing: axe finds nothing, nothing is too wide."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Page

from consultations import invitations, records
from consultations.invitations import token_of
from consultations.models import (
    BusyTime,
    Consultation,
    Contact,
    ExternalCalendar,
    MemberState,
    Mission,
    Room,
)
from tests.addresses import addresses
from tests.browser.accessibility import OF_COLOURS, OF_SIZE, breaches
from tests.browser.pages import sized, too_wide
from tests.consultations import invited
from tests.consultations.answering import came, reply, stamp
from tests.views.invited import tell, told
from tests.views.plans import FINDING, drafted, placed
from tests.views.stories import EXPIRY

# What answers with a page of our own; the filters are those that show most.
PAGES = {
    "today": ["/"],
    "year": ["/year/2017/"],
    "missions": ["/missions/"],
    "mission": ["/missions/MINUSMA/", "/missions/UNMIS/", "/missions/UNTSO/"],
    "cycle_next": ["/missions/UNIFIL/next/", "/missions/UNTSO/next/"],
    "cycle": ["/missions/MINUSMA/2017-06-30/?as_of=2017-06-06"],
    "propose": [
        "/propose/MINUSMA/informal_triangular/?expiry=2017-06-30&as_of=2017-06-06"
        "&day=2017-06-13&start=10:00&why_not=2017-06-08",
    ],
    "propose_group": ["/propose/working-group/organisational/"],
    "book": [
        "/propose/MINUSMA/informal_triangular/book/?expiry=2017-06-30&as_of=2017-06-06"
        "&day=2017-06-13&start=10:00",
    ],
    "book_group": [
        "/propose/working-group/organisational/book/?as_of=2017-06-06&day=2017-06-13&start=10:00"
    ],
    "consultation": ["/consultations/{meeting}/", "/consultations/{reviewed}/"],
    "record": [f"/consultations/{{{name}}}/record/" for name in ("meeting", "open", "closed")],
    "tasks": ["/records/tasks/", "/records/tasks/?consultation={meeting}"],
    "consultation_edit": ["/consultations/{meeting}/edit/"],
    "consultation_move": [
        "/consultations/{meeting}/move/?expiry=2017-06-30&as_of=2017-06-06"
        "&day=2017-06-14&start=10:00",
    ],
    "calendar": [
        "/calendar/?on=2017-06-08",
        "/calendar/?view=week&on=2017-06-13",
        "/calendar/?view=agenda&on=2017-06-08",
    ],
    "search": ["/search/", "/search/?q=mali", "/search/?q=nothing+is+called+so"],
    "records": ["/records/", "/records/?state=overdue"],
    "points": ["/records/points/", "/records/points/?q=nothing+is+called+so"],
    "point": ["/records/points/{point}/"],
    "questions": ["/records/questions/"],
    "issues": ["/records/issues/"],
    "issue": ["/records/issues/{issue}/"],
    "how_it_went": ["/consultations/{open}/how-it-went/", "/consultations/{closed}/how-it-went/"],
    "review": ["/review/?year=2017", "/review/?year=2017&with=2016&mission=UNFICYP"],
    "backtest": ["/review/back-test/?year=2017"],
    "plans": ["/plan/"],
    "plan": ["/plan/{plan}/"],
    "plan_placement": ["/plan/{plan}/placements/{placed}/?slots"],
    "plan_unplaced": ["/plan/{plan}/unplaced/1/"],
    "plan_delegations": ["/plan/{plan}/delegations/"],
    "plan_release": ["/plan/{plan}/release/"],
    "plan_compare": ["/plan/compare/?a={plan}&b={other}"],
    "plan_what_if": [
        "/plan/what-if/",
        "/plan/what-if/?mission=MINUSMA&expiry=2017-06-30&as_of=2017-05-01",
    ],
    "delegations": ["/delegations/", "/delegations/?show=missing"],
    "delegation": ["/delegations/tcd/", "/delegations/ind/"],
    "contact": ["/delegations/contacts/{contact}/"],
    "contacts_import": ["/delegations/import/"],
    "contacts_paste": ["/delegations/paste/"],
    "busy_calendars": ["/busy/"],
    "busy_calendar": ["/busy/{busy}/"],
    "outbox": [f"/outbox/?state={state}" for state in ("draft", "queued", "failed", "withheld")],
    "consultation_outbox": [
        "/consultations/{reviewed}/outbox/",
        "/consultations/{meeting}/outbox/",
    ],
    "message": ["/outbox/{mail}/", "/outbox/{failed}/"],
    "answers": ["/answers/?show=all", "/answers/?show=returned"],
    "answers_upload": ["/answers/upload/"],
    "reply": ["/answers/{counter}/", "/answers/{aside}/"],
    "answer_by_hand": ["/consultations/{asked}/answers/{invited}/"],
    "mail_words": ["/outbox/words/"],
    "mail_word": ["/outbox/words/invite/fr/"],
    "subscriptions": ["/subscriptions/", "/subscriptions/?scope=mission&mission=MINUSMA"],
    "data": ["/data/"],
    "register": [
        "/register/?document=2006&dimension=NOT",
        "/register/?q=nothing+is+called+so&force=x",
    ],
    "cycle_issues": ["/records/papers/cycles/issues/"],
    "papers": ["/records/papers/?consultation={meeting}&year=2017"],
    "paper": [
        "/records/papers/preparation/?consultation={meeting}&language=ar",
        "/records/papers/annex-2017/?year=2017",
    ],
    "paper_draft": [
        "/records/drafting/yearly/2017/",
        "/records/drafting/letter/{meeting}/?language=ar",
    ],
    "paper_templates": ["/records/templates/"],
    "paper_template": ["/records/templates/agenda/fr/"],
    "register_criteria": ["/register/criteria/"],
    "register_tensions": ["/register/tensions/"],
    "register_numbers": ["/register/numbers/"],
    "register_entry": ["/register/R2017-65a/"],
    "number_change": ["/register/numbers/notice_kept/"],
    "answer": ["/answer/{token}/", "/answer/{token}/?language=ar&done=answer"],
    "preferences": ["/me/mail/"],
    "login": ["/accounts/login/"],
    "password_change": ["/accounts/password/"],
    "password_change_done": ["/accounts/password/done/"],
}
# What answers with a file, with a redirect, or only to a form (seen in the journeys).
NO_PAGE = {
    "healthz",
    "favicon.ico",
    "set_language",
    "cycle_preset",
    "cycle_skip",
    "consultation_deed",
    "record_changes",
    "record_deed",
    "paper_draft_deed",
    "task_settle",
    "logout",
    "consultation_ics",
    "answer_ics",
    "feed",
    "subscription_revoke",
    "contact_deed",
    "contacts_export",
    "busy_deed",
    "message_deed",
    "reply_deed",
    "data_template",
    "data_export",
    "facts_check",
    "facts_load",
    "council_paste",
    "arranged_check",
    "arranged_load",
    "number_reset",
    "plan_progress",
    "plan_weeks",
    "plan_deed",
    "plan_placement_deed",
    "plan_what_follows",  # a plan is made for it in its journey
}
NOTHING_THERE = [
    "/records/",
    "/records/points/",
    "/records/questions/",
    "/records/issues/",
    "/plan/",
    "/plan/compare/",
    "/",
    "/year/2017/",
    "/missions/",
    "/calendar/",
    "/search/?q=mali",
    "/data/",
    "/plan/what-if/",
    "/delegations/",
    "/busy/",
    "/outbox/",
    "/answers/",
    "/records/papers/",
    "/propose/working-group/organisational/",
]
Enter = Callable[[User], None]


def looked_at(page: Page, path: str) -> list[str]:
    """What axe or the ruler complains of: whole once, then what theme and width can break."""
    sized(page, 1280)
    page.goto(path)
    found = [*breaches(page), *too_wide(page)]
    sized(page, 390, "dark")
    return [*found, *breaches(page, *OF_COLOURS, *OF_SIZE), *too_wide(page)]


def assert_sound(page: Page, *paths: str) -> None:
    """Fails naming every fault of every path."""
    if faults := [fault for path in paths for fault in looked_at(page, path)]:
        pytest.fail("\n".join(faults), pytrace=False)


def test_every_address_with_a_page_is_looked_at() -> None:
    assert {*addresses()} == {*PAGES} | NO_PAGE


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_with_the_sample_facts_is_accessible(
    page: Page, enter: Enter, meeting: Consultation, name: str
) -> None:
    enter(User.objects.get(username="administrator"))
    named = {"meeting": meeting.pk, **(two_plans() if name.startswith("plan") else {})}
    named |= mails() if name in MAILS else {}
    named |= answers_that_came() if name in ANSWERED else {}
    named |= records_kept() if name in RECORDED else {}
    named |= a_diary() if name == "busy_calendar" else {}
    named |= {"token": a_personal_link()} if name == "answer" else {}
    named |= contacts_of_a_delegation() if name in ("delegation", "contact") else {}
    assert_sound(page, *(path.format(**named) for path in PAGES[name]))


def contacts_of_a_delegation() -> dict[str, int]:
    """A mailbox from which mail comes back, and a person who has left."""
    india = MemberState.objects.get(iso3="IND")
    box = Contact.objects.create(
        member=india, email="mission@india.example", cutype="GROUP", failing_since=timezone.now(),
        failure="550 5.1.1 <mission@india.example>: Recipient address rejected: User unknown",
    )  # fmt: skip
    for n in range(8):
        box.addresses.create(kind="member", email=f"member{n}@india.example")
    Contact.objects.create(
        member=india, role="military", name="A. Rao", email="a.rao@india.example",
        valid_until=EXPIRY, note="On leave", source="demonstration",
    )  # fmt: skip
    return {"contact": box.pk}


def mails() -> dict[str, Any]:
    """A consultation with a draft to review, a mail that failed and one that is not sent."""
    planner = User.objects.get(username="planner")
    row = invited.confirmed(planner, aim="", guests_shown=True)
    draft, failed, withheld = invited.drafts(row)
    invitations.withhold([withheld], who=planner, reason="they were called")
    failed.message_id, failed.state = "<1@example.org>", "failed"
    failed.error = "550 5.1.1 <mission@chad.example>: user unknown in the table of recipients"
    failed.save()
    return {"reviewed": row.pk, "mail": draft.pk, "failed": failed.pk}


MAILS = {"outbox", "consultation_outbox", "message", "consultation"}


def records_kept() -> dict[str, Any]:
    """A record that is being written, with a line of each kind, and one that is closed."""
    planner = User.objects.get(username="planner")
    begins = timezone.now().replace(microsecond=0) - timedelta(days=30)
    found: dict[str, Any] = {}
    for name, days in (("open", 0), ("closed", 1)):
        begins += timedelta(days=days)
        row = invited.confirmed(planner, starts_at=begins, ends_at=begins + invited.LENGTH)
        record = records.open_record(row, who=planner)
        record.attendances.create(name="A guest of honour", state="present", spoke=True)
        record.attendances.filter(name="Chad").update(state="excused")
        point = record.points.create(
            text="Helicopters in the north", theme="means", standing="agreed", in_text="partly"
        )
        (issue,) = records.set_tags(record, ["Helicopters"], planner)
        records.give_feedback(row, "council", 4, who=planner)
        record.points.create(text="Taken out", removed=True)
        record.questions.create(text="When?", answer="In June", incident=True)
        record.panellists.create(honorific="Ms.", name="A. Novak", post="Director")
        record.inputs.create(name="Chad", text="As written")
        records.set_self_check(record, {"a": "kept", "b": "no"}, planner)
        if name == "closed":
            records.report_back(row, mode="written", who=planner)
            records.close(row, who=planner, version=row.version)
        found |= {name: row.pk, "point": point.pk, "issue": issue.pk}
    return found


RECORDED = {
    "record", "records", "points", "point", "questions", "issues", "issue", "how_it_went",
}  # fmt: skip


def answers_that_came() -> dict[str, Any]:
    """Another time proposed, at which another consultation stands, and an answer set aside."""
    planner = User.objects.get(username="planner")
    row = invited.told(planner)
    begins = invited.STARTS_AT + timedelta(days=1)
    invited.booked(planner, starts_at=begins, ends_at=begins + invited.LENGTH)
    times = f"DTSTART:{stamp(begins)}\nCOMMENT:Our minister comes then"
    with override_settings(MAIL_AUTHSERV_ID="trust"):
        counter = came(reply(row, method="COUNTER", more=times))
    aside = came(reply(row, who="a.very.long.name.of.an.assistant.nobody.knows@chad.example"))
    chad = invited.of(row, invited.CHAD)
    return {"counter": counter.pk, "aside": aside.pk, "asked": row.pk, "invited": chad.pk}


ANSWERED = {"answers", "reply", "answer_by_hand"}


def a_personal_link() -> str:
    """The token of somebody who was invited to a meeting of next week, and moved once."""
    begins = timezone.now().replace(microsecond=0) + timedelta(days=7)
    invitation = told(starts_at=begins, ends_at=begins + timedelta(hours=1))
    row = invitation.consultation
    row.starts_at, row.ends_at = (at + timedelta(days=1) for at in (row.starts_at, row.ends_at))
    row.save()
    tell(row)
    return token_of(invitation)


def a_diary() -> dict[str, int]:
    """A room's calendar with all that its page can say."""
    now = timezone.now()
    row = ExternalCalendar.objects.create(
        name="Diary of the room", room=Room.objects.first(), file_name="room.ics", read_at=now,
        tried_at=now, error="It is cut off.", warnings=[["zone", "A talk", "Mars"]],
    )  # fmt: skip
    for days in (1, 2):
        start = now + timedelta(days=days)
        BusyTime.objects.create(calendar=row, starts_at=start, ends_at=start + timedelta(days=days))
    return {"busy": row.pk}


def two_plans() -> dict[str, int]:
    """Two plans with placements made by hand, one with a meeting that has no place."""
    mission = Mission.objects.get(acronym="MINUSMA")
    key = f"MINUSMA/mission/{EXPIRY}/formal_tcc"
    told = {
        "key": key, "mission": "MINUSMA", "component": "mission", "expiry": "2017-06-30",
        "kind": "formal_tcc", "because": [{"sentence": "it stands after the informal one",
        "recommendation": "R2017-60", "force": "panellist"}],
        "relaxations": [{"sentence": "hold it on Fri 16 June 2017"}],
    }  # fmt: skip
    levels = [{"name": "short: members", "value": 9, "bound": 7}]
    plan = drafted("One", unplaced=[told], levels=levels, status="feasible", missed="Not proven.",
                   notes=["A note."], locked_weeks=["2017-06-12"])  # fmt: skip
    other = drafted("Two")
    finding = {**FINDING, "verdict": "kept"}
    row = placed(plan, mission, verdict="short", findings=[FINDING], pinned=True)
    placed(other, mission, 15, findings=[finding])
    return {"plan": plan.pk, "placed": row.pk, "other": other.pk}


@pytest.mark.parametrize("path", NOTHING_THERE)
def test_a_page_with_nothing_recorded_is_accessible(
    page: Page, enter: Enter, administrator: User, path: str
) -> None:
    enter(administrator)
    assert_sound(page, path)


@pytest.mark.parametrize(
    "path", ["/missions/NOSUCH/", "/missions/MINUSMA/2017-07-01/", "/answer/nosuch/"]
)
def test_what_is_refused_is_said_accessibly(
    page: Page, enter: Enter, sample: None, troubles: list[str], path: str
) -> None:
    enter(User.objects.get(username="reader"))
    assert_sound(page, path)
    troubles[:] = [one for one in troubles if "Failed to load resource" not in one]


def test_the_whole_register_fits_a_telephone(page: Page, enter: Enter, sample: None) -> None:
    enter(User.objects.get(username="reader"))
    sized(page, 390)
    page.goto("/register/")
    assert too_wide(page) == []
