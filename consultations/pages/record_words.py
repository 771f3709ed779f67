"""What the record's script says; {n}, {time} and the like are its to fill."""

from __future__ import annotations

import json

from django.utils.translation import gettext_lazy as _

WORDS = {
    "ready": _("Everything is saved as you type."),
    "saved": _("Saved {time}"),
    "saving": _("Saving…"),
    "offline": _("Not connected: your words are kept on this machine ({n} changes)."),
    "offlineNothing": _("Not connected: what others type does not arrive."),
    "signedOut": _("Signed out: your words are kept on this machine ({n} changes)."),
    "signedOutNothing": _("Signed out: what others type does not arrive."),
    "somebodyElse": _(
        "Somebody else is signed in: your words are kept on this machine ({n} changes)."
    ),
    "somebodyElseNothing": _("Somebody else is signed in: what others type does not arrive."),
    "refused": _("{n} changes could not be saved: see what is marked."),
    "stopped": _("Nothing can be saved here any more ({status})."),
    "keptHere": _("Your words are kept on this machine ({n} changes)."),
    "nameless": _("Somebody uninvited has no name yet: it is saved with the name."),
    "notKept": _("This machine keeps nothing: leave the page open."),
    "closed": _("Somebody closed the record: load the page again."),
    "tooLong": _("This is too long to be saved."),
    "company": _("Also writing: {names}"),
    "writes": _("{who} is writing"),
    "somebody": _("somebody without a name"),
    "found": _("{n} found: Enter goes to the first."),
    "nobody": _("Nobody of that name: Enter adds them as uninvited."),
    "present": _("{n} noted as present."),
    "noAnswer": _("Nobody has answered yet that they come."),
    "yes": _("yes"),
    "no": _("no"),
}


def script_words() -> str:
    """As JSON, for an attribute of the form."""
    return json.dumps({name: str(words) for name, words in WORDS.items()})
