"""The words of mails: each occasion in each language as a golden text, and what staff may write."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from consultations.invitations.wording import (
    Words,
    allowed,
    check_template,
    fill,
    kept,
    shipped,
    template,
    write,
)
from consultations.models import Language, MailTemplate, Occasion

GOLDEN = Path(__file__).parent.parent / "golden" / "mails"
NO_SUCH = "{%s} is no placeholder of this mail: use those that are listed."
BRACES = "Braces are for placeholders alone: write them as {name}, without spaces."
EVERY = [(occasion, language) for occasion in Occasion.values for language in Language.values]
SAMPLE = {
    "greeting_name": "Ms. Awa Ndiaye",
    "delegation": "Senegal",
    "subject": "Before the renewal of MINUSMA",
    "kind": "informal triangular consultation",
    "when": "Tue 13 June 2017, 10:00–11:30 (New York, UTC−4)",
    "when_mission": "Tue 13 June 2017, 14:00–15:30 (Bamako, UTC+0)",
    "place": "Consultations Room",
    "video": "https://video.example/42",
    "format": "informal",
    "level": "experts",
    "aim": "Views on the draft mandate",
    "documents": "- S/2017/478\n- S/2017/271",
    "questions": "- Is the mandate still the right one?",
    "input_by": "Fri 9 June 2017",
    "invitees": "- Senegal\n- Togo",
    "changes": "- Place: Conference Room 7 → Consultations Room",
    "reason": "the Chamber is taken",
    "asks": "Please answer anew.",
    "outcome": "It will not take place.",
    "proposed": "Wed 14 June 2017, 10:00–11:30 (New York, UTC−4)",
    "sender": "Ana Pereira",
    "organizer": "President of the Council",
    "lines": "- 3 drafts to review\n- 1 answer to look at",
    "due": "Mon 5 June 2017",
    "page": "https://planner.example/outbox/",
}


@pytest.fixture
def no_rewritten() -> dict[tuple[str, str], Words]:
    return {}


@pytest.mark.parametrize(("occasion", "language"), EVERY)
def test_each_occasion_reads_so_in_each_language(
    occasion: str, language: str, no_rewritten: dict[tuple[str, str], Words]
) -> None:
    words = write(occasion, language, SAMPLE, no_rewritten)
    told = f"{words.subject}\n\n{words.body}\n"
    golden = GOLDEN / f"{occasion}.{language}.txt"
    if os.environ.get("WRITE_GOLDEN"):
        golden.write_text(told, encoding="utf-8")
    assert told == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize(("occasion", "language"), EVERY)
def test_the_shipped_words_hold_what_such_a_mail_needs(occasion: str, language: str) -> None:
    words = shipped(occasion, language)
    assert check_template(words.subject, words.body, occasion) == []


@pytest.mark.parametrize("occasion", Occasion.values)
def test_both_languages_tell_the_same(occasion: str) -> None:
    names = [
        sorted(one for one in allowed() if f"{{{one}}}" in words.subject + words.body)
        for words in (shipped(occasion, language) for language in Language.values)
    ]
    assert names[0] == names[1]


def test_what_has_no_value_is_left_out_with_its_heading() -> None:
    words = Words(
        "About {subject}", "Hello\n\nWhere: {place}\nVideo: {video}\n\nPapers:\n{documents}\n\nBye"
    )
    told = {"subject": "x", "place": "Room 1", "video": "", "documents": " "}
    assert fill(words, told) == Words("About x", "Hello\n\nWhere: Room 1\n\nBye")


def test_what_a_value_holds_is_not_looked_at_again() -> None:
    words = fill(Words("{subject}", "{aim}"), {"subject": "{reason}", "aim": "{reason} {0} {a.b}"})
    assert words == Words("{reason}", "{reason} {0} {a.b}")


def test_the_personal_link_stays_open_until_the_mail_is_sent() -> None:
    assert fill(Words("x", "Open {answer_link}"), {"answer_link": "https://no"}).body == (
        "Open {answer_link}"
    )


def test_no_value_breaks_a_line_of_the_subject() -> None:
    told = {"subject": "one\r\nBcc: all@example.org\x00\u2028two"}
    assert fill(Words("About {subject}", "{subject}"), told) == Words(
        "About one Bcc: all@example.org two", "one\nBcc: all@example.org\ntwo"
    )


def test_a_subject_is_cut_where_the_database_would_refuse_it() -> None:
    assert len(fill(Words("{subject}", "x"), {"subject": "é" * 500}).subject) == 300


def test_without_a_name_the_delegation_is_greeted() -> None:
    assert fill(Words("x", "To {greeting_name}"), {"delegation": "Togo"}).body == "To Togo"


@pytest.mark.parametrize(
    ("subject", "body", "problems"),
    [
        ("{subject}", "{when} {nothing}", [NO_SUCH % "nothing"]),
        ("{subject}", "{when} {lines}", [NO_SUCH % "lines"]),
        ("{subject}", "{when} {subject.pk}", [BRACES]),
        ("{subject}", "{when} {0} { when }", [BRACES]),
        ("{documents}", "{when}", ["{documents} belongs in the text, not in the subject."]),
        (" \n", "{when}", ["A mail needs a subject."]),
        ("{subject}", "Hello", ["{when} is missing: such a mail cannot do without it."]),
        ("{subject}", "{when}", []),
    ],
)  # fmt: skip
def test_words_of_staff_are_checked(subject: str, body: str, problems: list[str]) -> None:
    assert check_template(subject, body, Occasion.CANCEL) == problems


def test_an_invitation_cannot_do_without_objective_and_list_of_documents() -> None:
    assert check_template("{subject}", "{when}", Occasion.INVITE) == [
        "{aim} is missing: such a mail cannot do without it.",
        "{documents} is missing: such a mail cannot do without it.",
        "{answer_link} is missing: such a mail cannot do without it.",
    ]


@pytest.mark.django_db
def test_what_staff_rewrote_wins_in_its_language_alone() -> None:
    MailTemplate.objects.create(
        occasion="cancel", language="fr", subject="Annulée : {subject}", body="{when}"
    )
    own = Words("Annulée : {subject}", "{when}")
    assert (template("cancel", "fr"), template("cancel", "fr", kept())) == (own, own)
    assert template("cancel", "en") == template("cancel", "en", kept()) == shipped("cancel", "en")
    assert write("cancel", "fr", SAMPLE, kept()).subject == (
        "Annulée : Before the renewal of MINUSMA"
    )


def test_a_language_without_words_is_given_english_ones() -> None:
    assert shipped("invite", "../../x") == shipped("invite", "en")


def test_an_occasion_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="no-such"):
        shipped("no-such", "en")
