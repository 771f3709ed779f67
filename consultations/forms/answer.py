"""What an invitee may send by the personal link: an answer, a delegate, another time, wishes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consultations.answers.proposals import AHEAD
from consultations.forms.booking import Date, area
from consultations.models import HEADQUARTERS, Consultation, Invitation, Participation

Answer = Participation.Answer
ANSWERS = (Answer.ACCEPTED, Answer.TENTATIVE, Answer.DECLINED)
NAMES, WORDS = 300, 2_000  # characters
Hour = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def words(label: Any) -> forms.CharField:
    """A box for words; they may be left out."""
    return forms.CharField(label=label, required=False, max_length=WORDS, widget=area(3))


class LinkForm(forms.Form):
    """Sent from a page that told the meeting as of *sequence*; empty where nobody can tell."""

    sequence = forms.IntegerField(required=False, widget=forms.HiddenInput)


class AnswerForm(LinkForm):
    """Who comes, at which level, and words; the button says which answer it is."""

    # A box of lines, so that the Enter key never sends an answer by itself.
    attending = forms.CharField(
        label=_("Who comes"), required=False, max_length=NAMES, widget=area(2),
        help_text=_("One name a line."),
    )  # fmt: skip
    level = forms.ChoiceField(
        label=_("Level"), required=False,
        choices=[("", _("not said")), *Consultation.Level.choices],
    )  # fmt: skip
    comment = words(_("Words to the secretariat"))
    answer = forms.ChoiceField(choices=[(one.value, one.label) for one in ANSWERS])

    def clean_attending(self) -> str:
        """The names on one line."""
        lines = (" ".join(line.split()) for line in self.cleaned_data["attending"].splitlines())
        return "; ".join(line for line in lines if line)


class DelegateForm(LinkForm):
    """Somebody else answers in one's place; the secretariat decides and writes to them."""

    email = forms.EmailField(label=_("Their e-mail"))
    name = forms.CharField(label=_("Their name"), required=False, max_length=200)
    comment = words(_("Words to the secretariat"))


class AnotherTimeForm(LinkForm):
    """A day and hours, in Headquarters' time."""

    day = forms.DateField(label=_("Day"), widget=Date)
    start = forms.TimeField(label=_("From"), widget=Hour)
    end = forms.TimeField(label=_("To"), widget=Hour)
    comment = words(_("Why this would be better"))

    def clean(self) -> dict[str, Any]:
        """An hour that lies ahead, and ends after it begins."""
        told = super().clean() or self.cleaned_data
        day, start, end = (told.get(name) for name in ("day", "start", "end"))
        if day is None or start is None or end is None:
            return told
        today = timezone.localdate(timezone=HEADQUARTERS)
        if not today <= day <= today + AHEAD:
            self.add_error("day", gettext("Choose a day from today on, within two years."))
            return told
        told["starts_at"], told["ends_at"] = _instant(day, start), _instant(day, end)
        for name, at in (("start", told["starts_at"]), ("end", told["ends_at"])):
            if at is None:
                said = gettext("There is no such hour on that day: the clocks are put forward.")
                self.add_error(name, said)
        if self.errors:
            return told
        if told["starts_at"] <= timezone.now():
            self.add_error("start", gettext("That hour is past."))
        if told["ends_at"] <= told["starts_at"]:
            self.add_error("end", gettext("It must end after it begins."))
        return told


def _instant(day: date, at: time) -> datetime | None:
    """That hour in Headquarters, as an instant; None for one that the clocks leave out."""
    local = datetime.combine(day, at, HEADQUARTERS)
    instant = local.astimezone(UTC)
    back = instant.astimezone(HEADQUARTERS).replace(tzinfo=None)
    return instant if back == local.replace(tzinfo=None) else None


class WishesForm(LinkForm):
    """An alarm in the calendar entry, and one mail some days before; neither unless asked for."""

    alarm_minutes = forms.TypedChoiceField(
        label=_("Alarm in your calendar"), coerce=int, required=False, empty_value=None,
        choices=[
            (0, _("none")), (15, _("15 minutes before")), (30, _("30 minutes before")),
            (60, _("one hour before")), (24 * 60, _("one day before")),
        ],
        help_text=_("The calendar entry is sent to you again, with it or without."),
    )  # fmt: skip
    remind_days = forms.TypedChoiceField(
        label=_("One mail to remind you"), coerce=int, required=False, empty_value=None,
        choices=[
            (0, _("none")), (1, _("one day before")), (2, _("two days before")),
            (3, _("three days before")), (7, _("seven days before")),
        ],
    )  # fmt: skip

    def __init__(self, *args: Any, starts_at: datetime | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._starts_at = starts_at

    def clean_remind_days(self) -> int | None:
        """A day that still lies ahead."""
        days: int | None = self.cleaned_data["remind_days"]
        at = self._starts_at
        if days and at and at - timedelta(days=days) <= timezone.now():
            raise forms.ValidationError(gettext("That day is past: choose a later one."))
        return days


def forms_of(
    invitation: Invitation, starts_at: datetime, asked: str = "", data: Any = None
) -> dict[str, forms.Form]:
    """The forms of the page by their deed; what was sent is kept in the one that was *asked*."""
    of_answer = {
        "attending": "\n".join(filter(None, invitation.attending.split("; "))),
        "level": invitation.level, "comment": invitation.comment,
    }  # fmt: skip
    of_wishes = {
        "alarm_minutes": invitation.alarm_minutes or 0, "remind_days": invitation.remind_days or 0,
    }  # fmt: skip
    kinds: dict[str, tuple[type[forms.Form], dict[str, Any], dict[str, Any]]] = {
        "answer": (AnswerForm, of_answer, {}),
        "delegate": (DelegateForm, {}, {}),
        "another-time": (AnotherTimeForm, {}, {}),
        "wishes": (WishesForm, of_wishes, {"starts_at": starts_at}),
    }
    return {
        deed: kind(
            data if deed == asked else None,
            initial={**initial, "sequence": invitation.sequence}, auto_id=f"{deed}-%s", **more,
        )
        for deed, (kind, initial, more) in kinds.items()
    }  # fmt: skip
