"""What to subscribe to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from consultations.contacts import Delegation, known_names
from consultations.contacts.delegations import bodies
from consultations.models import Feed, Language, Mission, Room
from consultations.people import may

Scope = Feed.Scope
NEEDED = {
    Scope.MISSION: ("mission", _("Choose the mission.")),
    Scope.ROOM: ("room", _("Choose the room.")),
    Scope.DELEGATION: ("delegation", _("Choose the delegation.")),
}


class SubscriptionForm(forms.Form):
    """A scope and, where it wants one, what it is about; delegations are for planners."""

    scope = forms.ChoiceField(label=_("Show"), choices=())
    mission = forms.ModelChoiceField(
        Mission.objects.filter(known_by_name_only=False),
        label=_("Mission"),
        required=False,
        empty_label="–",
        to_field_name="acronym",
    )
    room = forms.ModelChoiceField(
        Room.objects.filter(in_use=True), label=_("Room"), required=False, empty_label="–"
    )
    delegation = forms.ChoiceField(label=_("Delegation"), required=False, choices=())
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    todos = forms.BooleanField(
        label=_("Deadlines as tasks, with a reminder on the day before"),
        required=False,
        help_text=_("For Apple Reminders, Thunderbird and KDE; Outlook and Google show no tasks."),
    )

    def __init__(self, *args: Any, who: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for_others = may(who, "plan")
        self.known: dict[str, Delegation] = {}
        scopes = [one for one in Scope.choices if for_others or one[0] != Scope.DELEGATION]
        self.fields["scope"].choices = scopes  # type: ignore[attr-defined]
        if not for_others:
            del self.fields["delegation"]
            return
        self.known = {one.key: one for one in _everybody()}
        named = [(key, one.name) for key, one in self.known.items()]
        self.fields["delegation"].choices = [("", "–"), *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What the scope is about must be said; the rest is left out."""
        cleaned = super().clean() or {}
        scope = cleaned.get("scope", "")
        if scope in NEEDED:
            name, problem = NEEDED[scope]
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, problem)
        return cleaned

    def about(self) -> dict[str, Any]:
        """As a subscription is made of it."""
        said = self.cleaned_data
        scope = said["scope"]
        about: dict[str, Any] = {"scope": scope, "language": said["language"]}
        if scope in (Scope.MISSION, Scope.ROOM):
            about[scope] = said[scope]
        if scope == Scope.DEADLINES:
            about["todos"] = said["todos"]
        if scope == Scope.DELEGATION:
            whose = self.known[said["delegation"]]
            about["member_id"] = whose.member
            about["organization"] = "" if whose.member else whose.name
        return about


def _everybody() -> list[Delegation]:
    """Member States by name, then the bodies that were invited or have contacts."""
    names = known_names()
    return [*sorted(names.states.values(), key=lambda one: one.name), *bodies(names)]
