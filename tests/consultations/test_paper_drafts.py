"""The yearly report and the letter: put together from records, edited, agreed, opened again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import User

from consultations.models import (
    Attendance,
    Consultation,
    IssueTag,
    Panellist,
    Paper,
    PaperBlock,
    Point,
    Question,
    Record,
    WrittenInput,
)
from consultations.papers import editing, keeping
from consultations.papers.asked import Asked, operator
from consultations.papers.differing import Part, differences
from consultations.papers.keeping import Letterhead, Typed
from consultations.papers.pieces import Piece, letter, numbered, printed, roman
from consultations.papers.sheets import Heading, Paragraph, Sheet, Table
from consultations.papers.signing import PLACEHOLDER
from consultations.papers.spans import years_of
from consultations.records import Refused, Stale

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def asked(years: str = "2026", row: Consultation | None = None) -> Asked:
    first, last = years_of(years)
    return Asked(operator(), TODAY, first=first, last=last, consultation=row)


def text_of(sheet: Sheet) -> list[str]:
    """Headings and paragraphs as they are read."""
    return [
        one.text if isinstance(one, Heading) else f"{one.number} {one.text}".strip()
        for one in sheet.blocks
        if isinstance(one, Heading | Paragraph)
    ]


@pytest.fixture
def held() -> Consultation:
    """A meeting of the Working Group on 8 June 2026, with a record."""
    row = Consultation.objects.create(
        kind="working_group", subject="Renewing a mandate", status="held", format="formal",
        convener="chair", starts_at=datetime(2026, 6, 8, 14, tzinfo=UTC),
        ends_at=datetime(2026, 6, 8, 16, tzinfo=UTC), requested_by="the United States",
        co_conveners="Pakistan\nthe United Kingdom",
    )  # fmt: skip
    Record.objects.create(consultation=row, discussion="The mission lacks helicopters.")
    return row


@pytest.fixture
def record(held: Consultation) -> Record:
    return held.record


def place(key: str, found: editing.Draft) -> editing.Line:
    (line,) = [one for one in found.lines if one.key == key]
    return line


def typed(key: str, text: str, years: Asked, kind: str = "yearly") -> Typed:
    """What a person sends who saw the paper as it stands now."""
    line = place(key, editing.draft(kind, years))
    return Typed(key, line.version, line.piece.text, text)


# Pieces and numbers.


def test_numbers_are_counted_anew_and_headings_without_text_are_not_printed() -> None:
    pieces = [
        Piece("a", "section", "Introduction"),
        Piece("a.1", "text", "One.\nTwo:\n- first;\n- second."),
        Piece("b", "section", "Empty"),
        Piece("b.1", "subsection", "Empty too"),
        Piece("c", "section", "Meetings"),
        Piece("c.1", "subsection", "Mali"),
        Piece("c.2", "text", "Three."),
    ]
    said = [
        one.text if isinstance(one, Heading) else f"{one.number} {one.text}"
        for one in printed(pieces)
        if not isinstance(one, Table)
    ]
    assert said == [
        "I. Introduction", "1. One.", "2. Two:", "(a) first;", "(b) second.",
        "II. Meetings", "A. Mali", "3. Three.",
    ]  # fmt: skip
    assert [one.label for one in numbered(pieces)] == ["I.", "1–2.", "", "", "II.", "A.", "3."]


def test_a_sum_that_begins_with_a_minus_is_no_item() -> None:
    assert [one.number for one in printed([Piece("a", "text", "-5 degrees")])] == ["1."]  # type: ignore[union-attr]


def test_letters_and_roman_numbers_go_as_far_as_needed() -> None:
    assert [letter(1), letter(26), letter(27), roman(4), roman(9), roman(14)] == [
        "a", "z", "aa", "IV", "IX", "XIV",
    ]  # fmt: skip


def test_what_changed_is_told_word_by_word() -> None:
    assert differences("it held two meetings", "it held no  more meetings") == [
        Part("same", "it held"), Part("del", " two"), Part("ins", " no  more"),
        Part("same", " meetings"),
    ]  # fmt: skip


# The yearly report.


@pytest.mark.usefixtures("sample_facts")
def test_the_report_on_2017_has_its_letter_its_themes_its_panellists_and_its_table() -> None:
    sheet = editing.sheet("yearly", asked("2017"))
    text = text_of(sheet)
    assert sheet.title == (
        "Letter dated [date of the letter] from the [post of the Chair] addressed to the "
        "President of the Security Council"
    )
    assert [one.text for one in sheet.blocks if isinstance(one, Heading)] == [
        "I. Introduction",
        "II. Meetings of the Working Group between 1 January and 31 December 2017",
        "A. Building synergies for peacebuilding and sustaining peace in Africa: how can the "
        "United Nations and the African Union and its regional mechanisms enhance their strategic "
        "partnership?",
        "B. Peacekeeping-intelligence/information-gathering and analysis; update and feedback from "
        "the United Nations Secretariat on the development of a policy document",
        "C. Renewing the mandate of the United Nations Multidimensional Integrated Stabilization "
        "Mission in Mali (MINUSMA): challenges and possibilities",
        "D. Special meeting with troop- and police-contributing countries on peacekeeping reform",
        "E. Strengthening triangular dialogue among the Security Council, the Secretariat and the "
        "troop- and police-contributing countries",
        "III. Conclusion and recommendations",
        "Annex",
    ]
    assert (
        "4. Between 1 January and 31 December 2017, the Working Group held five thematic "
        "meetings with troop- and police-contributing countries." in text
    )
    assert [len(one.rows) for one in sheet.tables] == [5]
    assert sheet.tables[0].caption == "Meetings of the Working Group, 1 January–31 December 2017"
    assert [one for one in sheet.notes if "no discussion" in one] == [
        "Of 5 meetings no discussion is recorded: the report gives their themes and panellists "
        "(Wed 26 April 2017, Fri 26 May 2017, Thu 8 June 2017, Tue 3 October 2017, "
        "Fri 10 November 2017)."
    ]


@pytest.mark.usefixtures("held")
def test_what_is_not_known_of_the_chair_is_a_placeholder_and_a_note() -> None:
    notes = editing.sheet("yearly", asked()).notes
    assert notes[:6] == (
        "Still to be written, in the letter: [date of the letter]",
        "Still to be written, in the letter: [post of the Chair]",
        "Still to be written, in the letter: [name of the Chair]",
        "Still to be written, in paragraph 2: [post of the Chair]",
        "Still to be written, in paragraph 2: [name of the Chair]",
        "Still to be written, in paragraph 2: [first day as Chair]",
    )


def test_a_meeting_is_told_from_its_record(record: Record) -> None:
    Panellist.objects.create(record=record, honorific="Mr.", name="A. B.", post="Director")
    record.conclusions = "National ownership\nExit strategy"
    record.save()
    text = text_of(editing.sheet("yearly", asked()))
    start = text.index("A. Renewing a mandate")
    assert text[start : start + 7] == [
        "A. Renewing a mandate",
        "6. At the request of the United States, the Working Group held a meeting on 8 June 2026 "
        "on the theme “Renewing a mandate”. The meeting was organized together with Pakistan; the "
        "United Kingdom.",
        "7. Briefings were given by: Mr. A. B., Director.",
        "8. The mission lacks helicopters.",
        "9. There was general agreement on the following points:",
        "(a) National ownership;",
        "(b) Exit strategy.",
    ]


def test_names_stand_only_where_their_attribution_lets_them(record: Record) -> None:
    terms = {"raised_by": "Chad", "group": "contributors"}
    for n, (text, attribution) in enumerate(
        [("Named", "named"), ("Grouped", "group"), ("Silent", "none"), ("As the record", "")]
    ):
        Point.objects.create(record=record, text=text, attribution=attribution, position=n, **terms)
    text = text_of(editing.sheet("yearly", asked()))
    start = text.index("8. During the discussion, the following points were raised:")
    assert text[start + 1 : start + 5] == [
        "(a) Named (Chad);", "(b) Grouped (contributors);", "(c) Silent;", "(d) As the record.",
    ]  # fmt: skip


def test_section_three_has_figures_by_side_and_what_is_looked_at_again(record: Record) -> None:
    for name, category in (("France", "council_member"), ("Chad", "contributor")):
        Attendance.objects.create(record=record, name=name, category=category, state="present")
    Point.objects.create(record=record, text="One", sent_on=TODAY)
    record.tags.add(IssueTag.objects.create(name="Casualties", review_on=date(2027, 6, 1)))
    text = text_of(editing.sheet("yearly", asked()))
    start = text.index("III. Conclusion and recommendations")
    assert text[start + 1 : -1] == [
        "9. Attendance was recorded at one meeting: one member of the Security Council and one "
        "troop- or police-contributing country took part.",
        "10. 1 point was recorded during the period; 1 was sent to the penholder.",
        "11. The Working Group is to return to the following:",
        "(a) Casualties, on 1 June 2027.",
    ]


# Editing.


@pytest.mark.usefixtures("held")
def test_an_edited_paragraph_stands_and_shows_what_changed_behind_it(planner: User) -> None:
    kept = keeping.save("yearly", asked(), [typed("intro.1", "Ours.", asked())], who=planner)
    assert (kept.versions, kept.conflicts) == ({"intro.1": 1}, ())
    line = place("intro.1", editing.draft("yearly", asked()))
    assert (line.piece.text, line.changed, line.block and line.block.who) == (
        "Ours.",
        False,
        planner,
    )
    assert "1. Ours." in text_of(editing.sheet("yearly", asked()))


def test_edits_are_kept_when_the_record_changes(record: Record, planner: User) -> None:
    key = f"meeting.{record.consultation_id}.discussion"
    keeping.save("yearly", asked(), [typed(key, "It lacks aircraft.", asked())], who=planner)
    Record.objects.update(discussion="The mission has helicopters now.")
    line = place(key, editing.draft("yearly", asked()))
    assert line.block is not None
    assert (line.block.assembled, line.assembled, line.piece.text, line.changed) == (
        "The mission lacks helicopters.",
        "The mission has helicopters now.",
        "It lacks aircraft.",
        True,
    )
    sheet = editing.sheet("yearly", asked())
    assert "7. It lacks aircraft." in text_of(sheet)
    assert (
        "The records changed since some paragraphs were edited: the edited words stand."
        in sheet.notes
    )


def test_what_changed_behind_can_be_taken_or_seen_to(record: Record, planner: User) -> None:
    key = f"meeting.{record.consultation_id}.discussion"
    keeping.save("yearly", asked(), [typed(key, "Ours.", asked())], who=planner)
    Record.objects.update(discussion="Theirs.")
    line = place(key, editing.draft("yearly", asked()))
    keeping.keep_mine("yearly", asked(), key, version=line.version, who=planner)
    line = place(key, editing.draft("yearly", asked()))
    assert (line.piece.text, line.changed) == ("Ours.", False)
    keeping.take_new("yearly", asked(), key, version=line.version, who=planner)
    line = place(key, editing.draft("yearly", asked()))
    assert (line.piece.text, line.block) == ("Theirs.", None)


def test_an_edit_outlives_the_meeting_it_was_of(held: Consultation, planner: User) -> None:
    key = f"meeting.{held.pk}.discussion"
    keeping.save("yearly", asked(), [typed(key, "Ours.", asked())], who=planner)
    Consultation.objects.update(status="cancelled", cancelled_reason="it was another")
    line = place(key, editing.draft("yearly", asked()))
    assert (line.gone, line.piece.text) == (True, "Ours.")
    assert any(one.endswith(". Ours.") for one in text_of(editing.sheet("yearly", asked())))
    keeping.keep_mine("yearly", asked(), key, version=line.version, who=planner)
    assert [one.key for one in PaperBlock.objects.all()] == ["own.1"]
    assert "5. Ours." in text_of(editing.sheet("yearly", asked()))


@pytest.mark.usefixtures("held")
def test_paragraphs_are_added_and_left_out_and_all_numbers_follow(planner: User) -> None:
    keeping.add("yearly", asked(), "intro.1", "Added.", who=planner)
    keeping.add("yearly", asked(), "own.1", "And after it.", who=planner)
    keeping.leave_out("yearly", asked(), "intro.2", out=True, version=0, who=planner)
    text = text_of(editing.sheet("yearly", asked()))
    start = text.index("I. Introduction")
    assert [one.split()[0] for one in text[start + 1 : start + 5]] == ["1.", "2.", "3.", "4."]
    assert text[start + 2 : start + 4] == ["2. Added.", "3. And after it."]
    assert text[start + 4].startswith("4. The present report")
    line = place("intro.2", editing.draft("yearly", asked()))
    keeping.leave_out("yearly", asked(), "intro.2", out=False, version=line.version, who=planner)
    assert [one.key for one in PaperBlock.objects.all()] == ["own.1", "own.2"]


@pytest.mark.usefixtures("held")
def test_what_is_added_under_an_empty_heading_prints_the_heading(planner: User) -> None:
    keeping.add("yearly", asked(), "conclusion", "We recommend more time.", who=planner)
    text = text_of(editing.sheet("yearly", asked()))
    start = text.index("III. Conclusion and recommendations")
    assert text[start + 1] == "8. We recommend more time."


@pytest.mark.usefixtures("held")
def test_of_two_people_the_second_reads_the_first_and_loses_nothing(
    planner: User, administrator: User
) -> None:
    mine, theirs = (typed("intro.1", text, asked()) for text in ("Mine.", "Theirs."))
    other = typed("intro.3", "Elsewhere.", asked())
    keeping.save("yearly", asked(), [theirs], who=administrator)
    kept = keeping.save("yearly", asked(), [mine, other], who=planner)
    assert (kept.conflicts, [*kept.versions]) == ((mine,), ["intro.3"])
    assert place("intro.1", editing.draft("yearly", asked())).piece.text == "Theirs."


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("key", ["own.abc", "own.7", "meeting.gone"])
def test_what_is_typed_where_there_is_no_place_is_refused(planner: User, key: str) -> None:
    with pytest.raises(Refused, match=r"That paragraph is gone\."):
        keeping.save("yearly", asked(), [Typed(key, 0, "", "x")], who=planner)
    assert Paper.objects.count() == 0


@pytest.mark.usefixtures("held")
def test_a_name_that_is_no_number_does_not_keep_from_adding(planner: User) -> None:
    keeping.add("yearly", asked(), "intro.1", "Added.", who=planner)
    PaperBlock.objects.update(key="own.abc")
    assert keeping.add("yearly", asked(), "intro.1", "More.", who=planner).key == "own.1"


def test_what_a_meeting_continues_is_dated_by_the_clock_of_headquarters(record: Record) -> None:
    record.continues = Consultation.objects.create(
        kind="working_group", subject="Before", status="held",
        starts_at=datetime(2026, 6, 2, 1, tzinfo=UTC), ends_at=datetime(2026, 6, 2, 2, tzinfo=UTC),
    )  # fmt: skip
    record.save()
    text = "\n".join(text_of(editing.sheet("yearly", asked())))
    assert "It continued the meeting of 1 June 2026 on “Before”." in text


@pytest.mark.usefixtures("held")
def test_both_writing_the_same_is_no_conflict(planner: User) -> None:
    mine, theirs = (typed("intro.1", "Same.", asked()) for _n in range(2))
    keeping.save("yearly", asked(), [theirs], who=planner)
    assert keeping.save("yearly", asked(), [mine], who=planner).conflicts == ()


@pytest.mark.usefixtures("held")
def test_what_is_typed_as_the_records_give_it_is_no_edit(planner: User) -> None:
    was = place("intro.1", editing.draft("yearly", asked())).piece.text
    keeping.save("yearly", asked(), [typed("intro.1", "Ours.", asked())], who=planner)
    keeping.save("yearly", asked(), [typed("intro.1", was, asked())], who=planner)
    assert PaperBlock.objects.count() == 0


@pytest.mark.usefixtures("held")
def test_nothing_typed_leaves_nothing_behind(planner: User) -> None:
    keeping.save("yearly", asked(), [Typed("intro.1", 0, "a\r\nb", "a\nb ")], who=planner)
    assert Paper.objects.count() == 0


# States.


def filled(planner: User) -> None:
    """Who signs is entered, and every placeholder that is left written over."""
    if not editing.paper_of("yearly", asked()).signatory:
        head = Letterhead(date(2026, 12, 21), "Fodé Seck", "Permanent Representative of Senegal")
        keeping.sign("yearly", asked(), was=Letterhead(), now=head, who=planner)
    lines = editing.draft("yearly", asked()).lines
    left = [one for one in lines if PLACEHOLDER.search(one.piece.text)]
    words = [(one.key, PLACEHOLDER.sub("written", one.piece.text)) for one in left]
    keeping.save("yearly", asked(), [typed(*one, asked()) for one in words], who=planner)


@pytest.mark.usefixtures("held")
def test_a_paper_with_placeholders_is_not_marked_and_each_is_named(planner: User) -> None:
    version = editing.paper_of("yearly", asked()).version
    with pytest.raises(Refused) as refused:
        keeping.set_state("yearly", asked(), "national", version=version, who=planner)
    said = str(refused.value)
    assert "in the letter: [date of the letter]; " in said
    assert said.endswith("in paragraph 8: [conclusions and recommendations]")
    assert editing.paper_of("yearly", asked()).state == "draft"


def agree(planner: User, state: str = "agreed") -> Paper:
    if state != "draft":
        filled(planner)
    version = editing.paper_of("yearly", asked()).version
    return keeping.set_state("yearly", asked(), state, version=version, who=planner)


def test_what_is_agreed_stands_word_for_word(record: Record, planner: User) -> None:
    keeping.save("yearly", asked(), [typed("intro.1", "Ours.", asked())], who=planner)
    paper = agree(planner)
    before = editing.sheet("yearly", asked())
    Record.objects.update(discussion="Something else.")
    assert editing.sheet("yearly", asked()) == before
    assert before.fields["state"] == ""
    assert keeping.changed_since("yearly", asked(), paper) == 1
    with pytest.raises(Refused, match="open it again"):
        keeping.save("yearly", asked(), [Typed("intro.1", 0, "Ours.", "New.")], who=planner)
    with pytest.raises(Refused, match="open it again"):
        keeping.add("yearly", asked(), "intro.1", "New.", who=planner)


@pytest.mark.usefixtures("held")
def test_opened_again_it_has_its_edits_and_its_history(planner: User) -> None:
    keeping.save("yearly", asked(), [typed("intro.1", "Ours.", asked())], who=planner)
    agree(planner)
    paper = agree(planner, "draft")
    assert [(one["was"], one["now"], one["who"]) for one in paper.history] == [
        ("draft", "agreed", "planner"), ("agreed", "draft", "planner"),
    ]  # fmt: skip
    assert "1. Ours." in text_of(editing.sheet("yearly", asked()))


@pytest.mark.usefixtures("held")
def test_a_report_that_was_not_agreed_says_so_in_its_letter(planner: User) -> None:
    agree(planner, "national")
    sheet = editing.sheet("yearly", asked())
    assert sheet.fields["state"].startswith("Issued in national capacity; not agreed")
    assert text_of(sheet)[0].startswith("In my national capacity, I have the honour")
    with pytest.raises(Refused, match="Open the paper again"):
        agree(planner)


@pytest.mark.usefixtures("held")
def test_who_signs_is_printed_and_the_symbol_only_where_it_was_typed(planner: User) -> None:
    assert editing.sheet("yearly", asked()).fields["symbol"] == ""
    post = "Permanent Representative of Senegal to the United Nations"
    head = Letterhead(date(2026, 12, 21), "Fodé Seck", post)
    keeping.sign("yearly", asked(), was=Letterhead(), now=head, who=planner)
    sheet = editing.sheet("yearly", asked())
    assert sheet.title == (
        "Letter dated 21 December 2026 from the Permanent Representative of Senegal to the United "
        "Nations addressed to the President of the Security Council"
    )
    assert "(Signed) Fodé Seck" in text_of(sheet)
    agree(planner)
    issued = head._replace(symbol="S/2026/9")
    keeping.sign("yearly", asked(), was=head, now=issued, who=planner)
    assert editing.sheet("yearly", asked()).fields["symbol"] == "S/2026/9"
    with pytest.raises(Refused, match="open it again"):
        keeping.sign("yearly", asked(), was=issued, now=Letterhead(), who=planner)


@pytest.mark.usefixtures("held")
def test_of_two_who_sign_the_second_reads_the_first(planner: User) -> None:
    one, two = (Letterhead(signatory=name) for name in ("A. B.", "C. D."))
    keeping.sign("yearly", asked(), was=Letterhead(), now=one, who=planner)
    keeping.sign("yearly", asked(), was=Letterhead(), now=one, who=planner)
    with pytest.raises(Stale):
        keeping.sign("yearly", asked(), was=Letterhead(), now=two, who=planner)


# The letter after one meeting.


def test_the_letter_tells_the_views_and_marks_them_as_the_chairs_summary(
    held: Consultation, record: Record
) -> None:
    Point.objects.create(record=record, text="More helicopters", raised_by="Chad")
    Question.objects.create(record=record, text="When?", answered_on=TODAY, answer="In May")
    WrittenInput.objects.create(record=record, name="India", text="Our view")
    sheet = editing.sheet("letter", asked(row=held))
    assert text_of(sheet) == [
        "In my capacity as Chair of the Security Council Working Group on Peacekeeping Operations, "
        "I have the honour to convey to you the views expressed at the meeting of the Working "
        "Group held on 8 June 2026 on “Renewing a mandate”.",
        "A. Views expressed",
        "1. The mission lacks helicopters.",
        "2. During the discussion, the following points were raised:",
        "(a) More helicopters.",
        "B. Questions and written contributions",
        "3. The following question was put to the Secretariat:",
        "(a) When? – answered on 22 November 2026: In May.",
        "4. The following was sent in writing:",
        "(a) India: Our view.",
        "The present summary is made under the Chair’s own responsibility. It is not a record of "
        "the meeting and does not bind those who took part.",
        "(Signed) [name of the Chair]",
        "Chair of the Security Council Working Group on Peacekeeping Operations",
    ]


def test_a_letter_without_views_says_what_to_do_first(held: Consultation) -> None:
    held.record.discussion = ""
    sheet = editing.sheet("letter", asked(row=held))
    assert sheet.notes[-1] == ("No view is recorded of this meeting yet: record its points first.")


def test_a_letter_is_not_issued_in_national_capacity(held: Consultation, planner: User) -> None:
    with pytest.raises(Refused, match="the Chair's"):
        keeping.set_state("letter", asked(row=held), "national", version=1, who=planner)


def test_a_paper_in_another_language_is_a_paper_of_its_own(planner: User) -> None:
    french = replace(asked(), language="fr")
    keeping.add("yearly", french, "intro.1", "Ajouté.", who=planner)
    assert editing.paper_of("yearly", asked()).pk is None
