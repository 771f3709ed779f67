"""Forms sent while others wrote: shown again with what they wrote, or told that both stand."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from consultations import records
from consultations.forms.points import WAS
from consultations.records.meanwhile import as_string


def once_more(form: Any, refused: records.Refused) -> Any:
    """The form with the sentence; where others wrote meanwhile, beside what stands by now."""
    if isinstance(refused, records.Meanwhile):
        stands = {WAS + name: value for name, value in refused.stands.items()}
        form = type(form)({**refused.typed, **stands}, auto_id=form.auto_id)
        form.is_valid()
    form.add_error(None, str(refused))
    return form


def recorded(row: Any, form: Any, said: str) -> str:
    """*said*, and where it is not as it was sent, that somebody else wrote meanwhile."""
    told = form.cleaned_data.items()
    if all(as_string(getattr(row, name)) == as_string(value) for name, value in told):
        return said
    return said + " " + _("Somebody else wrote meanwhile, and that stands, too: read it again.")
