"""Every address: who may, what a wrong method, an unknown object and hostile text are answered.

One literal table. An address without a row, or a row without an address, fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.template.backends.django import Template
from django.test import Client

from consultations.models import (
    HEADQUARTERS,
    Consultation,
    Contact,
    Draft,
    DraftPlacement,
    ExternalCalendar,
    Feed,
    Invitation,
    IssueTag,
    Mandate,
    MemberState,
    Message,
    Mission,
    NumberOverride,
    Participation,
    Point,
    Question,
    Record,
    Reply,
    Report,
    Room,
)
from consultations.views import consultation_deeds
from tests.addresses import addresses

pytestmark = pytest.mark.django_db

GROUPS = ("administrator", "planner", "convener", "reader")
HERE = "3f0c8c1e-5d57-4d0e-9c5e-2a4d3c1b0a99"
NOWHERE = "00000000-0000-4000-8000-000000000000"
CONVENED = "7d1f2a3b-0c4d-4e5f-8a6b-9c0d1e2f3a4b"
MEETING, OWN = f"/consultations/{HERE}/", f"/consultations/{CONVENED}/"
CYCLE = "/missions/MINUSMA/2017-06-30/"
CELL = "?expiry=2017-06-30&as_of=2017-06-06&day=2017-06-13&start=10:00"
PROPOSE = "/propose/MINUSMA/informal_triangular/"
DRAFT = 7
PLAN = f"/plan/{DRAFT}/"
PLACED, NOT_PLACED = f"{PLAN}placements/9/", f"{PLAN}unplaced/1/"
NO_TOKEN = "x" * 43  # has the shape of a personal link, and opens nothing
BUSY = "/busy/5/"
CONTACT = "/delegations/contacts/3/"
MAIL, WORDS = "/outbox/6/", "/outbox/words/invite/fr/"
ARRIVED, ASKED = "/answers/4/", 8
RAISED, ISSUE = "5a1e0c7d-3b2f-4c6a-9d8e-1f0a2b3c4d5e", 6
DRAFTING = "/records/drafting/"
POINT, WENT = f"/records/points/{RAISED}/", f"{MEETING}how-it-went/"
WHAT_IF = "/plan/what-if/?mission=MINUSMA&expiry=2017-06-30&as_of=2017-06-06"


@dataclass(frozen=True)
class Row:
    """One address and method; *answers* by group in the order of GROUPS."""

    name: str
    path: str
    answers: tuple[int, int, int, int]
    method: str = "get"
    data: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.path.partition('?')[0]}"


ALL = (200, 200, 200, 200)
PLANNERS = (200, 200, 403, 403)
BACK = (302, 302, 302, 302)


def post(name: str, path: str, *answers: int, **data: Any) -> Row:
    """A deed, sent with *data*; without any it is refused as incomplete, by those who may."""
    a, b, c, d = answers
    return Row(name, path, (a, b, c, d), "post", data)


TABLE = (
    Row("today", "/", ALL),
    Row("year", "/year/2017/", ALL),
    Row("missions", "/missions/", ALL),
    Row("mission", "/missions/MINUSMA/", ALL),
    Row("calendar", "/calendar/?on=2017-06-08", ALL),
    Row("search", "/search/?q=mali", ALL),
    Row("review", "/review/?year=2017&with=2016", ALL),
    Row("backtest", "/review/back-test/?year=2017&lead=14", ALL),
    Row("cycle_next", "/missions/MINUSMA/next/", ALL),
    Row("cycle", CYCLE, ALL),
    post("cycle_preset", f"{CYCLE}preset/", 302, 302, 403, 403, chosen="full", reason="a trial"),
    post("cycle_skip", f"{CYCLE}skip/", 302, 302, 403, 403, need="x", skip="on", reason="why"),
    Row("propose", PROPOSE + CELL, ALL),
    Row("propose_group", "/propose/working-group/c34_bureau/", ALL),
    Row("book", f"{PROPOSE}book/{CELL}", PLANNERS),
    post("book", f"{PROPOSE}book/{CELL}", 400, 400, 403, 403),
    Row("book_group", f"/propose/working-group/organisational/book/{CELL}", PLANNERS),
    post("book_group", f"/propose/working-group/organisational/book/{CELL}", 400, 400, 403, 403),
    Row("consultation", MEETING, ALL),
    Row("consultation_edit", f"{MEETING}edit/", PLANNERS),
    post("consultation_edit", f"{MEETING}edit/", 400, 400, 403, 403),
    Row("consultation_ics", f"{MEETING}invitation.ics", ALL),
    Row("consultation_move", f"{MEETING}move/{CELL}", PLANNERS),
    post("consultation_move", f"{MEETING}move/{CELL}", 400, 400, 403, 403),
    *(
        post("consultation_deed", f"{MEETING}{deed}/", 400, 400, 403, 403)
        for deed in ("pencil", "confirm", "hold", "cancel", "announce", "room", "interpretation")
    ),
    *(
        post("consultation_deed", f"{MEETING}{deed}/", 400, 400, 403, 403)
        for deed in ("invitee", "uninvite", "invitees", "choice")
    ),
    post("consultation_deed", f"{MEETING}remark/", 302, 302, 403, 403, text="a remark"),
    post("consultation_deed", f"{OWN}remark/", 302, 302, 302, 403, text="a remark"),
    post("consultation_deed", f"{OWN}confirm/", 400, 400, 403, 403),
    Row("record", f"{MEETING}record/", ALL),
    Row("record", f"{OWN}record/", ALL),
    post("record", f"{MEETING}record/", 302, 302, 403, 403, open="1"),
    *(
        post("record_deed", f"{MEETING}record/{deed}/", 400, 400, 403, 403)
        for deed in ("report-back", "withdraw-report-back", "close", "reopen", "self-check")
    ),
    post("record_deed", f"{MEETING}record/feedback/", 400, 400, 403, 403),
    *(
        post("record_deed", f"{MEETING}record/{deed}/", 302, 302, 403, 403)
        for deed in ("everyone", "tags")
    ),
    Row("plans", "/plan/", ALL),
    post("plans", "/plan/", 400, 400, 403, 403),
    Row("plan", PLAN, ALL),
    *(
        post("plan_deed", f"{PLAN}{deed}/", 400, 400, 403, 403)
        for deed in ("stop", "again", "rename", "delete", "replan", "lock", "unlock", "back")
    ),
    post("plan_deed", f"{PLAN}undo/", 400, 400, 403, 403),
    Row("plan_progress", f"{PLAN}progress/", BACK),
    Row("plan_delegations", f"{PLAN}delegations/", ALL),
    Row("plan_compare", "/plan/compare/", ALL),
    Row("plan_release", f"{PLAN}release/", PLANNERS),
    post("plan_release", f"{PLAN}release/", 400, 400, 403, 403),
    Row("plan_placement", f"{PLACED}?slots", ALL),
    Row("plan_weeks", f"{PLACED}weeks.json", (409, 409, 409, 409)),
    *(
        post("plan_placement_deed", f"{PLACED}{deed}/", 400, 400, 403, 403)
        for deed in ("move", "pin", "unpin", "accept", "leave", "undecide")
    ),
    Row("plan_unplaced", NOT_PLACED, ALL),
    post("plan_unplaced", NOT_PLACED, 400, 400, 403, 403),
    Row("plan_what_if", WHAT_IF, ALL),
    post("plan_what_if", WHAT_IF, 400, 400, 403, 403),
    Row("plan_what_follows", f"{PLAN}what-follows/", ALL),
    *(Row("outbox", f"/outbox/?state={state}", PLANNERS) for state in ("draft", "sent")),
    Row("consultation_outbox", f"{MEETING}outbox/", PLANNERS),
    post("consultation_outbox", f"{MEETING}outbox/", 400, 400, 403, 403),
    Row("message", MAIL, PLANNERS),
    post("message", MAIL, 400, 400, 403, 403),
    *(
        post("message_deed", f"{MAIL}{deed}/", 400, 400, 403, 403)
        for deed in ("approve", "withhold", "reword", "retry")
    ),
    *(Row("answers", f"/answers/?show={show}", PLANNERS) for show in ("waiting", "all")),
    Row("answers_upload", "/answers/upload/", PLANNERS),
    post("answers_upload", "/answers/upload/", 400, 400, 403, 403),
    Row("reply", ARRIVED, PLANNERS),
    *(
        post("reply_deed", f"{ARRIVED}{deed}/", 400, 400, 403, 403)
        for deed in ("accept", "decline", "admit", "dismiss", "delegate")
    ),
    Row("answer_by_hand", f"{MEETING}answers/{ASKED}/", PLANNERS),
    post("answer_by_hand", f"{MEETING}answers/{ASKED}/", 409, 409, 403, 403),  # it is over
    Row("mail_words", "/outbox/words/", PLANNERS),
    Row("mail_word", WORDS, PLANNERS),
    post("mail_word", WORDS, 400, 400, 403, 403),
    Row("busy_calendars", "/busy/", PLANNERS),
    post("busy_calendars", "/busy/", 400, 400, 403, 403),
    Row("busy_calendar", BUSY, PLANNERS),
    post("busy_deed", f"{BUSY}read/", 302, 302, 403, 403),
    post("busy_deed", f"{BUSY}upload/", 400, 400, 403, 403),
    post("busy_deed", f"{BUSY}remove/", 302, 302, 403, 403),
    *(Row("delegations", f"/delegations/?show={show}", PLANNERS) for show in ("", "missing")),
    post("delegations", "/delegations/", 400, 400, 403, 403),
    Row("delegation", "/delegations/chd/", PLANNERS),
    post("delegation", "/delegations/chd/", 400, 400, 403, 403),
    Row("contact", CONTACT, PLANNERS),
    post("contact", CONTACT, 400, 400, 403, 403),
    post("contact_deed", f"{CONTACT}end/", 400, 400, 403, 403),
    post("contact_deed", f"{CONTACT}well/", 302, 302, 403, 403),
    post("contact_deed", f"{CONTACT}delete/", 302, 302, 403, 403),
    Row("contacts_import", "/delegations/import/", PLANNERS),
    post("contacts_import", "/delegations/import/", 400, 400, 403, 403),
    Row("contacts_paste", "/delegations/paste/", PLANNERS),
    post("contacts_paste", "/delegations/paste/", 400, 400, 403, 403),
    Row("contacts_export", "/delegations/contacts.csv", PLANNERS),
    Row("subscriptions", "/subscriptions/", ALL),
    post("subscriptions", "/subscriptions/", 400, 400, 400, 400),
    post("subscription_revoke", "/subscriptions/8/revoke/", 302, 302, 404, 404),
    Row("data", "/data/", ALL),
    post("facts_check", "/data/facts/check/", 400, 403, 403, 403),
    post("facts_load", "/data/facts/load/", 400, 403, 403, 403),
    post("council_paste", "/data/council/", 400, 403, 403, 403),
    post("arranged_check", "/data/arranged/check/", 400, 400, 403, 403),
    post("arranged_load", "/data/arranged/load/", 400, 400, 403, 403),
    Row("data_template", "/data/empty/missions.csv", ALL),
    Row("data_export", "/data/facts.zip", PLANNERS),
    Row("tasks", "/records/tasks/?month=2017-06&paragraph=R2017-79c&settled=1", ALL),
    post("task_settle", "/records/tasks/settle/", 404, 404, 403, 403),
    post(
        "task_settle",
        "/records/tasks/settle/",
        302,
        302,
        403,
        403,
        task="framework",
        subject="year:2017",
        deed="done",
    ),
    *(Row("records", f"/records/?state={state}", ALL) for state in ("", "overdue")),
    Row("points", "/records/points/?outcome=open", ALL),
    post("points", "/records/points/", 400, 400, 403, 403),
    Row("point", POINT, ALL),
    post("point", POINT, 400, 400, 403, 403),
    post("point", POINT, 302, 302, 403, 403, deed="outcome", theme="convoys"),
    Row("questions", "/records/questions/?state=overdue", ALL),
    post("questions", "/records/questions/", 404, 404, 403, 403),
    Row("issues", "/records/issues/?state=due", ALL),
    Row("issue", f"/records/issues/{ISSUE}/", ALL),
    post("issue", f"/records/issues/{ISSUE}/", 400, 400, 403, 403, review_on="soon"),
    Row("how_it_went", WENT, ALL),
    post("how_it_went", WENT, 400, 400, 403, 403),
    Row("cycle_issues", "/records/papers/cycles/issues/", ALL),
    post("cycle_issues", "/records/papers/cycles/issues/", 400, 400, 403, 403),
    Row("papers", "/records/papers/", ALL),
    Row("paper", f"/records/papers/agenda/?consultation={HERE}", ALL),
    Row("paper", f"/records/papers/steering/?consultation={HERE}", (200, 200, 403, 403)),
    Row("paper", "/records/papers/annex-2017/?year=2017", ALL),
    Row("paper_draft", f"{DRAFTING}yearly/2017/", PLANNERS),
    Row("paper_draft", f"{DRAFTING}letter/{HERE}/", PLANNERS),
    post("paper_draft", f"{DRAFTING}yearly/2017/", 302, 302, 403, 403),
    *(
        post("paper_draft_deed", f"{DRAFTING}yearly/2017/{deed}/", 409, 409, 403, 403)
        for deed in ("leave-out", "put-in", "keep-mine", "add", "state")
    ),
    post("paper_draft_deed", f"{DRAFTING}yearly/2017/take-new/", 302, 302, 403, 403),
    post("paper_draft_deed", f"{DRAFTING}letter/{HERE}/sent/", 409, 409, 403, 403),
    Row("paper_templates", "/records/templates/", PLANNERS),
    Row("paper_template", "/records/templates/agenda/fr/", PLANNERS),
    post("paper_template", "/records/templates/agenda/fr/", 400, 400, 403, 403),
    Row("register", "/register/", ALL),
    Row("register_criteria", "/register/criteria/", ALL),
    Row("register_tensions", "/register/tensions/", ALL),
    Row("register_numbers", "/register/numbers/", ALL),
    Row("register_entry", "/register/R2017-65a/", ALL),
    Row("number_change", "/register/numbers/notice_kept/", ALL),
    post("number_change", "/register/numbers/notice_kept/", 400, 403, 403, 403),
    post("number_reset", "/register/numbers/notice_kept/{override}/", 302, 403, 403, 403),
    Row("preferences", "/me/mail/", ALL),
    post("preferences", "/me/mail/", 400, 400, 400, 400),
    Row("password_change", "/accounts/password/", ALL),
    post("password_change", "/accounts/password/", *ALL),
    Row("password_change_done", "/accounts/password/done/", ALL),
    post("logout", "/accounts/logout/", *BACK),
)
# What answers a stranger too, and how.
OPEN = (
    Row("healthz", "/healthz", ALL),
    Row("answer", f"/answer/{NO_TOKEN}/", (404, 404, 404, 404)),
    post("answer", f"/answer/{NO_TOKEN}/", 404, 404, 404, 404),
    Row("answer_ics", f"/answer/{NO_TOKEN}/invitation.ics", (404, 404, 404, 404)),
    Row("feed", f"/feeds/{NO_TOKEN}.ics", (404, 404, 404, 404)),
    # A page that saves as you type is told in words that its reader was signed out.
    Row("record_changes", f"{MEETING}record/changes/", (401, 401, 401, 401)),
    post("record_changes", f"{MEETING}record/changes/", 401, 401, 401, 401),
    Row("login", "/accounts/login/", ALL),
    post("login", "/accounts/login/", *ALL),
    post("set_language", "/language/", *BACK, language="fr"),
    Row("favicon.ico", "/favicon.ico", BACK),
)
# Redirects of the framework's own that answer any method alike.
ANY_METHOD = {"set_language", "favicon.ico"}
UNKNOWN = (
    "/missions/NOSUCH/",
    "/missions/NOSUCH/next/",
    "/missions/NOSUCH/2017-06-30/",
    "/missions/MINUSMA/2017-07-01/",
    "/missions/MINUSMA/2017-02-30/",
    "/missions/NOSUCH/2017-06-30/preset/",
    "/missions/NOSUCH/2017-06-30/skip/",
    "/propose/NOSUCH/informal_triangular/",
    "/propose/MINUSMA/no_such_kind/",
    "/propose/MINUSMA/c34_bureau/",
    "/propose/MINUSMA/informal_triangular/?expiry=2017-07-01",
    f"/propose/MINUSMA/informal_triangular/?move={NOWHERE}",
    "/propose/working-group/formal_tcc/",
    "/propose/NOSUCH/informal_triangular/book/",
    "/propose/working-group/no_such_kind/book/",
    f"/consultations/{NOWHERE}/",
    f"/consultations/{NOWHERE}/move/",
    f"/consultations/{NOWHERE}/confirm/",
    f"/consultations/{HERE}/no-such-deed/",
    f"/consultations/{NOWHERE}/record/",
    f"{DRAFTING}letter/{NOWHERE}/",
    f"{DRAFTING}yearly/2017/no-such-deed/",
    f"{DRAFTING}no-such-paper/2017/",
    f"/consultations/{NOWHERE}/record/changes/",
    f"/consultations/{NOWHERE}/how-it-went/",
    f"/records/points/{NOWHERE}/",
    "/records/issues/987654321/",
    f"/consultations/{NOWHERE}/record/close/",
    f"/consultations/{HERE}/record/no-such-deed/",
    "/records/papers/no-such-paper/",
    f"/records/papers/agenda/?consultation={NOWHERE}",
    "/records/templates/no-such-paper/fr/",
    "/records/templates/agenda/de/",
    "/register/numbers/notice_kept/987654321/",
    f"/consultations/{NOWHERE}/invitation.ics",
    "/data/empty/nosuch.csv",
    "/plan/987654321/",
    "/plan/987654321/progress/",
    "/plan/987654321/delegations/",
    "/plan/987654321/release/",
    "/plan/987654321/rename/",
    f"{PLAN}no-such-deed/",
    f"{PLAN}placements/987654321/",
    f"{PLAN}placements/987654321/weeks.json",
    f"{PLAN}placements/987654321/pin/",
    f"{PLACED}no-such-deed/",
    f"{PLAN}unplaced/2/",
    "/plan/compare/?a=987654321",
    "/plan/what-if/?plan=987654321",
    "/plan/987654321/what-follows/",
    "/delegations/zzz/",
    "/delegations/o-000000000000/",
    "/delegations/m-987654321/",
    "/delegations/contacts/987654321/",
    "/delegations/contacts/987654321/end/",
    f"{CONTACT}no-such-deed/",
    "/outbox/987654321/",
    "/outbox/987654321/retry/",
    f"{MAIL}no-such-deed/",
    "/outbox/words/invite/de/",
    "/outbox/words/no-such/en/",
    f"/consultations/{NOWHERE}/outbox/",
    f"/consultations/{NOWHERE}/answers/{ASKED}/",
    f"{MEETING}answers/987654321/",
    f"{OWN}answers/{ASKED}/",
    "/answers/987654321/",
    "/answers/987654321/dismiss/",
    f"{ARRIVED}no-such-deed/",
    "/busy/987654321/",
    "/busy/987654321/read/",
    f"{BUSY}no-such-deed/",
    "/subscriptions/987654321/revoke/",
    f"/feeds/{'x' * 43}.ics",
    "/register/R1999-1/",
    "/register/numbers/no-such-number/",
)
GOOD = {
    "acronym": "MINUSMA",
    "kind": "informal_triangular",
    "expiry": "2017-06-30",
    "deed": "confirm",
    "year": "2017",
    "stem": "missions",
    "key": "notice_kept",
    "id": "R2017-65a",
    "n": "9",
    "occasion": "invite",
    "language": "fr",
    "invitation": f"{ASKED}",
}
HOSTILE = (
    "'; DROP TABLE consultations_mission; --",
    "<script>alert(1)</script>",
    "{{ 7|add:7 }}{% now 'Y' %}%s%(x)s",
    "nul\x00byte",
    "../../etc/passwd",
    "2017-02-30",
    "9" * 40,
    "-1",
    "\u202e\U0001f4a5\ud7ff" + "x" * 3000,
)
# What another database may take otherwise than SQLite does: quotes, nothing, numbers, length.
OF_A_DATABASE = tuple(text for n, text in enumerate(HOSTILE) if n in (0, 3, 6, 8))
QUERIES = (
    "as_of", "q", "on", "view", "room", "mission", "kind", "region", "penholder", "component",
    "expiry", "need", "why_not", "week", "start", "dimension", "force", "document", "state", "top",
    "minutes", "interpretation", "theme", "day", "move", "choice-C1", "choice-72a", "next",
    "a", "b", "slots", "year", "plan", "draft", "set", "holiday-on", "report_late-cycle",
    "page", "show", "outcome", "theme", "issue", "meeting",
)  # fmt: skip
FIELDS = (
    "scope", "delegation", "language", "todos",
    "reason", "chosen", "need", "skip", "seen", "guest", "added", "guests_reason", "visibility",
    "purpose", "conveners", "announced_on", "on", "category", "role", "tension", "value", "kept",
    "lines", "load", "subject", "aim", "documents", "version", "name", "status", "number", "email",
    "text", "level", "format", "kind", "mission", "consultation", "convener", "seats",
    "monday", "slot", "then", "first_on", "last_on", "style", "time_limit", "keeps", "preset",
    "missions", "deed", "every", "invitation", "body", "language", "guests_shown", "video_url",
    "organization", "cutype", "aliases", "members", "delegation", "valid_from", "valid_until",
    "note", "point", "sent_on", "sent_to", "in_draft", "in_text", "outcome_from", "outcome_reason",
    "how", "follow", "question", "answered_on", "answer", "review_on", "side", "dialogue", "worth",
)  # fmt: skip

Person = Callable[[str], User]
SignedIn = Callable[[User], Client]


@pytest.fixture(scope="module")
def override(django_db_setup: None, django_db_blocker: Any) -> Iterator[int]:
    """What the addresses name, made once; what a test changes is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _furnished(*(_member(group) for group in ("planner", "convener")))
        transaction.set_rollback(True)


def _member(group: str) -> User:
    user = User.objects.create(username=group)
    user.groups.add(Group.objects.get_or_create(name=group)[0])
    return user


def _furnished(planner: User, convener: User) -> int:
    """A cycle, a report, two meetings (one is the convener's own), and a number changed."""
    mission = Mission.objects.create(acronym="MINUSMA", kind="peacekeeping operation")
    room = Room.objects.create(name="Conference Room 4")
    Mandate.objects.create(
        mission=mission,
        resolution="S/RES/2295 (2016)",
        adopted_on=date(2016, 6, 29),
        starts_on=date(2016, 7, 1),
        expires_on=date(2017, 6, 30),
        kind="renewal",
    )
    Report.objects.create(mission=mission, kind="periodic", due_on=date(2017, 6, 1))
    member = MemberState.objects.create(iso3="CHD", iso2="TD", name="Chad")
    for pk in (HERE, CONVENED):
        meeting = Consultation.objects.create(
            pk=pk,
            kind="informal_triangular",
            subject="MINUSMA before its renewal",
            cycle_mission=mission,
            expires_on=date(2017, 6, 30),
            status="tentative",
            room=room,
            room_status="wanted",
            visibility="programme",
            booked_by=planner,
            starts_at=datetime(2017, 6, 13, 10, tzinfo=HEADQUARTERS),
            ends_at=datetime(2017, 6, 13, 11, 30, tzinfo=HEADQUARTERS),
            version=1,
        )
        meeting.missions.add(mission)
        Participation.objects.create(
            consultation=meeting,
            name="Chad",
            member=member,
            iso3="CHD",
            category="contributor",
            role="REQ-PARTICIPANT",
        )
    meeting.convener_user.add(convener)
    draft = Draft.objects.create(
        pk=DRAFT, name="June", first_on=date(2017, 6, 1), last_on=date(2017, 6, 30),
        as_of=date(2017, 6, 6), made_by=planner, state=Draft.State.DONE,
        unplaced=[{"key": "MINUSMA/mission/2017-06-30/x", "kind": "formal_tcc"}],
    )  # fmt: skip
    DraftPlacement.objects.create(
        pk=9, draft=draft, key="MINUSMA/mission/2017-06-30/y", mission=mission, room=room,
        expires_on=date(2017, 6, 30), kind="informal_triangular",
        starts_at=datetime(2017, 6, 13, 10, tzinfo=HEADQUARTERS),
        ends_at=datetime(2017, 6, 13, 11, 30, tzinfo=HEADQUARTERS),
    )  # fmt: skip
    asked = Invitation.objects.create(
        pk=ASKED, consultation_id=HERE,
        participation=Participation.objects.get(consultation_id=HERE), email="mission@chad.example",
    )  # fmt: skip
    told = dict.fromkeys(("room", "aim", "video", "convener", "convener_name"), "") | {
        "start": "2017-06-13T10:00:00-04:00", "end": "2017-06-13T11:30:00-04:00",
        "subject": "MINUSMA before its renewal", "documents": [], "guests": [],
        "kind": "informal_triangular", "format": "informal", "level": "expert",
        "visibility": "programme",
    }  # fmt: skip
    Message.objects.create(
        pk=6, consultation_id=HERE, invitation=asked, occasion="invite", method="REQUEST",
        to_email=asked.email, subject="Invitation", body="Come", snapshot=told,
    )  # fmt: skip
    Reply.objects.create(
        pk=4, consultation_id=HERE, invitation=asked, outcome="counter", counter="open",
        method="COUNTER", attendee=asked.email, via="mail", digest="4" * 64, raw=b"BEGIN:VCALENDAR",
        proposed_start_at=datetime(2017, 6, 14, 10, tzinfo=HEADQUARTERS),
        proposed_end_at=datetime(2017, 6, 14, 11, tzinfo=HEADQUARTERS),
    )  # fmt: skip
    record = Record.objects.create(consultation_id=HERE, revision=1)
    record.tags.add(IssueTag.objects.create(pk=ISSUE, name="Convoys"))
    Point.objects.create(pk=RAISED, record=record, text="Convoys need escorts", raised_by="Chad")
    Question.objects.create(record=record, text="When will helicopters come?", asked_by="Chad")
    ExternalCalendar.objects.create(pk=5, name="Diary of the room", room=room, file_name="a.ics")
    Contact.objects.create(pk=3, member=member, email="a@td.example")
    Feed.objects.create(pk=8, scope="delegation", member=member, token_hash="-")
    changed = NumberOverride.objects.create(key="notice_kept", value=12, reason="a trial")
    return changed.pk


def ask(client: Client, row: Row, override: int, method: str = "") -> int:
    """The status that *row* is answered with."""
    path = row.path.format(override=override)
    return client.generic((method or row.method).upper(), **_sent(row, path, method)).status_code


def _sent(row: Row, path: str, method: str) -> dict[str, Any]:
    if (method or row.method) != "post":
        return {"path": path}
    body = "&".join(f"{name}={quote(str(value))}" for name, value in row.data.items())
    return {"path": path, "data": body, "content_type": "application/x-www-form-urlencoded"}


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert {*addresses()} == {row.name for row in (*TABLE, *OPEN)}


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_a_stranger_is_sent_to_sign_in(client: Client, override: int, row: Row) -> None:
    if row.name == "logout":  # nothing to leave: the way out is the same
        assert ask(client, row, override) == 302
        return
    path = row.path.format(override=override)
    answer = client.post(path) if row.method == "post" else client.get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/accounts/login/?next={quote(path, safe='/')}"


@pytest.mark.parametrize("row", OPEN, ids=str)
def test_what_is_open_answers_a_stranger(client: Client, row: Row) -> None:
    assert ask(client, row, 0) == row.answers[0]


@pytest.mark.one_database
@pytest.mark.parametrize("row", TABLE, ids=str)
def test_each_group_gets_its_answer(
    person: Person, signed_in: SignedIn, override: int, row: Row
) -> None:
    given = []
    for group in GROUPS:
        client = signed_in(person(group))
        before = transaction.savepoint()
        given.append(ask(client, row, override))
        transaction.savepoint_rollback(before)
    assert dict(zip(GROUPS, given, strict=True)) == dict(zip(GROUPS, row.answers, strict=True))


def test_somebody_in_no_group_reads_nothing(signed_in: SignedIn, override: int) -> None:
    client = signed_in(User.objects.create_user("new"))
    own = {"logout", "password_change", "password_change_done"}
    answers = {str(row): ask(client, row, override) for row in TABLE if row.name not in own}
    assert answers == dict.fromkeys(answers, 403)


@pytest.mark.parametrize("name", sorted({*addresses()} - ANY_METHOD))
def test_a_wrong_method_is_answered_405(
    administrator: User, signed_in: SignedIn, override: int, name: str
) -> None:
    rows = [row for row in (*TABLE, *OPEN) if row.name == name]
    known = {row.method for row in rows}
    wrong = {"get", "post", "delete"} - known
    client = signed_in(administrator)
    answers = {method: ask(client, rows[0], override, method) for method in wrong}
    assert answers == dict.fromkeys(wrong, 405)


@pytest.mark.parametrize("path", UNKNOWN)
def test_what_does_not_exist_is_answered_404(
    administrator: User, signed_in: SignedIn, override: int, path: str
) -> None:
    client = signed_in(administrator)
    found = client.get(path).status_code
    assert (client.post(path).status_code if found == 405 else found) == 404


def test_the_way_to_a_move_leads_through_the_proposals(
    planner: User, signed_in: SignedIn, override: int
) -> None:
    answer = signed_in(planner).get(f"{MEETING}move/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(f"{PROPOSE}?")


def _parts(route: str, override: int) -> list[str]:
    """The route with a hostile text in one place after another, and in all at once."""
    good = GOOD | {"pk": str(override) if "<int:pk>" in route else HERE}
    names = re.findall(r"<\w+:(\w+)>", route)
    filled = [dict.fromkeys(some, text) for text in HOSTILE for some in (*zip(names), names)]
    return [
        "/" + _filled(route, good | {k: quote(v, safe="") for k, v in one.items()})
        for one in filled
    ]


def _filled(route: str, values: Mapping[str, str]) -> str:
    return re.sub(r"<\w+:(\w+)>", lambda found: values[found[1]], route)


def _mixed(names: Sequence[str], turn: int) -> dict[str, str]:
    """Every text somewhere, each name with another one at another turn."""
    texts = _texts()
    return {name: texts[(turn + place) % len(texts)] for place, name in enumerate(names)}


def _undrawn(self: object, context: object = None, request: object = None) -> str:
    return ""


def _unseen(row: Consultation, reader: User, typed: Mapping[str, Any]) -> dict[str, Any]:
    return {}


@contextmanager
def not_drawn() -> Iterator[None]:
    """Views do all their work, and their pages stay empty; one was drawn with every text.

    Beside a refused form stands a consultation as it is; of what was typed only the form knows.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Template, "render", _undrawn)
        patched.setattr(consultation_deeds, "shown", _unseen)
        yield


def _texts() -> tuple[str, ...]:
    """All of them on SQLite; on another database those that it may take otherwise."""
    return HOSTILE if connection.vendor == "sqlite" else OF_A_DATABASE


@pytest.mark.one_database
@pytest.mark.parametrize("name", sorted(n for n, route in addresses().items() if "<" in route))
def test_hostile_text_in_the_path_breaks_nothing(
    administrator: User, signed_in: SignedIn, override: int, name: str
) -> None:
    client = signed_in(administrator)
    client.raise_request_exception = False
    route = addresses()[name]
    asked = [(m, p) for p in dict.fromkeys(_parts(route, override)) for m in ("GET", "POST")]
    answers = {one: client.generic(*one).status_code for one in asked[::17]}
    with not_drawn():
        answers |= {one: client.generic(*one).status_code for one in asked if one not in answers}
    assert {asked: status for asked, status in answers.items() if status >= 500} == {}


@pytest.mark.parametrize("row", [r for r in (*TABLE, *OPEN) if r.method == "get"], ids=str)
def test_hostile_text_in_the_query_breaks_nothing(
    administrator: User, signed_in: SignedIn, override: int, row: Row
) -> None:
    client = signed_in(administrator)
    client.raise_request_exception = False
    path = row.path.format(override=override).partition("?")[0]
    mixed = _mixed(QUERIES, [*TABLE, *OPEN].index(row))
    answers = {"all, drawn": client.get(path, mixed).status_code}
    with not_drawn():
        answers |= {
            text: client.get(path, dict.fromkeys(QUERIES, text)).status_code for text in _texts()
        }
    assert {text: status for text, status in answers.items() if status >= 500} == {}


@pytest.mark.parametrize("row", [r for r in TABLE if r.method == "post"], ids=str)
def test_hostile_text_in_a_form_breaks_nothing(
    administrator: User, signed_in: SignedIn, override: int, row: Row
) -> None:
    client = signed_in(administrator)
    client.raise_request_exception = False
    path = row.path.format(override=override)
    names = (*QUERIES, *FIELDS)
    mixed = _mixed(names, TABLE.index(row))
    answers = {"all, drawn": client.post(path, mixed).status_code}
    with not_drawn():
        for text in _texts():
            if row.name == "logout":
                client.force_login(administrator)
            answers[text] = client.post(path, dict.fromkeys(names, text)).status_code
    assert {text: status for text, status in answers.items() if status >= 500} == {}
