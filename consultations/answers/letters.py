"""What came, whichever way: a mail, a calendar file or pasted text, looked into once."""

from __future__ import annotations

from django.utils.translation import gettext as _

from consultations.answers.mails import CALENDAR, Calendar, Mail, is_calendar, read_mail
from consultations.answers.texts import SetAside, as_text, check_size


def look_into(data: bytes) -> Mail:
    """As a mail; one without a sender where it is a calendar alone. Raises ``SetAside``."""
    check_size(data)
    text = as_text(data)
    if is_calendar(text):
        return Mail(calendars=[Calendar(text)])
    try:
        return read_mail(data)
    except SetAside as error:
        begins = CALENDAR.search(text)
        if error.code != "no_mail" or begins is None:
            raise
    return Mail(calendars=[Calendar(text[begins.start() :])])


def calendar_of(mail: Mail) -> Calendar:
    """Its one calendar. Raises ``SetAside`` with what it is instead."""
    if len(mail.calendars) == 1:
        return mail.calendars[0]
    if mail.calendars:
        raise SetAside("several_calendars", _("There are several calendars in it."))
    if mail.report is not None:
        raise SetAside("receipt", _("A receipt, no answer."))
    if mail.automatic:
        raise SetAside("out_of_office", _("A mail that a program wrote, such as out of office."))
    raise SetAside("no_calendar", _("A mail in words without an answer in it: read it yourself."))
