"""The command that takes in answers, and the places it takes them from."""

from __future__ import annotations

import imaplib
import io
import json
from datetime import UTC, datetime
from email import message_from_bytes
from types import SimpleNamespace

import pytest
import time_machine
from django.core.management import CommandError, call_command
from imap_tools.errors import ImapToolsError

from consultations.answers import sources
from consultations.answers.authenticity import TRUST
from consultations.checks import senders_are_checked
from consultations.models import Consultation, Reply
from tests.consultations.answering import mail, reply
from tests.consultations.invited import CHAD, CHAD_MILITARY, FRANCE, of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(settings):
    settings.MAIL_AUTHSERV_ID, settings.IMAP_URL = "trust", ""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def row(db, told_once):
    return Consultation.objects.get(pk=told_once)


def run(*paths, **options):
    out = io.StringIO()
    call_command("read_replies", *map(str, paths), stdout=out, **options)
    return out.getvalue()


def test_a_mail_and_a_calendar_file_are_taken_in(row, tmp_path):
    (tmp_path / "a.eml").write_bytes(mail(reply(row)))
    (tmp_path / "b.ics").write_text(reply(row, "DECLINED", who=FRANCE), newline="")
    said = run(tmp_path / "a.eml", tmp_path / "b.ics")
    assert said == (
        "a.eml: counted, mission@chad.example, accepted\n"
        "b.ics: counted, mission@france.example, declined\n"
        "2 read.\n"
    )
    assert (of(row, CHAD).partstat, of(row, FRANCE).partstat) == ("ACCEPTED", "DECLINED")
    assert [one.via for one in Reply.objects.order_by("pk")] == ["mail", "upload"]


def test_a_directory_is_read_file_by_file_and_again_changes_nothing(row, tmp_path):
    (tmp_path / "a.eml").write_bytes(mail(reply(row)))
    (tmp_path / "notes.txt").write_text("nothing of ours")
    run(tmp_path)
    assert "came 2 times" in run(tmp_path)
    assert Reply.objects.count() == 1


def test_what_is_set_aside_is_named_with_its_reason(row, tmp_path):
    (tmp_path / "a.eml").write_bytes(mail(reply(row, who="x@y.example")))
    assert run(tmp_path).splitlines()[0] == (
        "a.eml: set aside, x@y.example, accepted "
        "(uninvited: x@y.example is not invited to this consultation.)"
    )


def test_one_document_of_json_for_programs(row, tmp_path):
    (tmp_path / "a.eml").write_bytes(mail(reply(row)))
    (told,) = json.loads(run(tmp_path, format="json"))
    assert (told["outcome"], told["attendee"], told["partstat"], told["uid"]) == (
        "counted", CHAD, "ACCEPTED", row.uid,
    )  # fmt: skip


def test_a_maildir_is_read_once_and_each_mail_marked_as_seen(row, tmp_path):
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    (tmp_path / "new" / "1.host").write_bytes(mail(reply(row)))
    (tmp_path / "cur" / "2.host:2,F").write_bytes(
        mail(reply(row, who=CHAD_MILITARY), sender=CHAD_MILITARY)
    )
    (tmp_path / "cur" / "3.host:2,S").write_bytes(mail(reply(row, who=FRANCE), sender=FRANCE))
    assert run(tmp_path).endswith("2 read.\n")
    assert sorted(one.name for one in (tmp_path / "cur").iterdir()) == [
        "1.host:2,S", "2.host:2,FS", "3.host:2,S",
    ]  # fmt: skip
    assert of(row, FRANCE).partstat == "NEEDS-ACTION"
    assert run(tmp_path) == "0 read.\n"


def test_no_more_of_a_file_is_read_than_any_answer_has(row, tmp_path):
    with (tmp_path / "a.eml").open("wb") as file:
        file.truncate(50_000_000)
    ((letter),) = sources.from_path(tmp_path / "a.eml")
    assert len(letter.data) == sources.MOST_BYTES + 1
    assert "too_large" in run(tmp_path)


def test_what_does_not_exist_is_refused_after_what_could_be_read(row, tmp_path):
    (tmp_path / "a.eml").write_bytes(mail(reply(row)))
    with pytest.raises(CommandError, match="neither a file nor a directory"):
        run(tmp_path / "a.eml", tmp_path / "nosuch")
    assert of(row, CHAD).partstat == "ACCEPTED"


def test_without_a_source_the_command_says_what_it_wants():
    with pytest.raises(CommandError, match="Name files or a Maildir, or set IMAP_URL"):
        run()


def test_who_knows_the_sender_may_say_so(row, tmp_path, settings):
    settings.MAIL_AUTHSERV_ID = "mx.planner.example"
    (tmp_path / "a.eml").write_bytes(mail(reply(row), result=""))
    assert "unauthenticated" in run(tmp_path)
    (tmp_path / "a.eml").write_bytes(mail(reply(row), result="", headers="X-Again: 1\n"))
    assert "counted" in run(tmp_path, sender=CHAD)


class Box:
    """A mailbox on a server that is none."""

    def __init__(self, *mails):
        self.mails, self.seen, self.fetched = dict(enumerate(mails, 1)), set(), []
        self.client = self

    def login(self, *given):
        self.given = given
        return self

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None

    def fetch(self, _criteria, *, mark_seen, headers_only, limit):
        assert (mark_seen, headers_only, limit) == (False, True, sources.MOST_AT_ONCE)
        for uid, data in self.mails.items():
            if uid not in self.seen:
                head = message_from_bytes(data.partition(b"\n\n")[0])
                yield SimpleNamespace(uid=str(uid), size_rfc822=len(data), obj=head)

    def uid(self, _command, uid, _parts):
        self.fetched.append(int(uid))
        return "OK", [(b"1 (BODY[]", self.mails[int(uid)]), b")"]

    def flag(self, uid, _flag, _value):
        self.seen.add(int(uid))


def test_a_mailbox_is_read_once_and_nothing_large_travels(row, settings, monkeypatch):
    settings.IMAP_URL = "imaps://planner:p%40ss@mail.example/Answers%20in"
    box = Box(mail(reply(row)), b"Subject: large\n\n" + b"x" * 2_000_000)
    monkeypatch.setattr(sources, "_box", lambda *_given: box)
    said = run()
    assert box.given == ("planner", "p@ss", "Answers in")
    assert said.splitlines()[0] == "UID 1: counted, mission@chad.example, accepted"
    assert "UID 2: set aside (too_large" in said
    assert (box.fetched, box.seen) == ([1], {1, 2})
    assert run() == "0 read.\n"


@pytest.mark.parametrize("url", ["http://mail.example/", "imaps:///x", "mail.example"])
def test_an_address_that_is_no_mailbox_is_refused_without_its_password(settings, url):
    settings.IMAP_URL = url
    with pytest.raises(CommandError, match=r"Write IMAP_URL as imaps://user:password@host/folder"):
        run()


def test_a_server_that_is_away_is_named_without_the_password(settings, monkeypatch):
    settings.IMAP_URL = "imaps://planner:secret@mail.example/"

    def away(*_given):
        raise OSError("connection refused")

    monkeypatch.setattr(sources, "_box", away)
    with pytest.raises(CommandError) as refused:
        run()
    assert str(refused.value) == "Cannot reach the mailbox at mail.example: connection refused."


class Refusing(Box):
    """It gives one mail out, and refuses to mark it."""

    def flag(self, _uid, _flag, _value):
        raise ImapToolsError("NO [READ-ONLY]")


def test_what_a_mailbox_refuses_is_said_after_what_could_be_read(row, settings, monkeypatch):
    settings.IMAP_URL = "imaps://planner:secret@mail.example/"
    monkeypatch.setattr(sources, "_box", lambda *_given: Refusing(mail(reply(row))))
    out = io.StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("read_replies", stdout=out, format="json")
    assert str(refused.value) == "The mailbox at mail.example refuses: NO [READ-ONLY]."
    assert [one["outcome"] for one in json.loads(out.getvalue())] == ["counted"]


@pytest.mark.parametrize("error", [imaplib.IMAP4.error, ImapToolsError])
def test_a_mailbox_that_lets_nobody_in_is_said_as_any_other(settings, monkeypatch, error):
    settings.IMAP_URL = "imaps://planner:secret@mail.example/"

    def closed(*_given):
        raise error("NO no such user")

    monkeypatch.setattr(Box, "login", closed)
    monkeypatch.setattr(sources, "_box", lambda *_given: Box())
    with pytest.raises(CommandError, match=r"^The mailbox at mail.example refuses: NO no such"):
        run()


@pytest.mark.parametrize(
    ("url", "named", "warned"),
    [("", "", 0), ("imaps://a@b/", "", 1), ("imaps://a@b/", TRUST, 1), ("imaps://a@b/", "mx.b", 0)],
)
def test_a_mailbox_whose_senders_nobody_checks_is_warned_of(settings, url, named, warned):
    settings.IMAP_URL, settings.MAIL_AUTHSERV_ID = url, named
    assert len(senders_are_checked()) == warned
