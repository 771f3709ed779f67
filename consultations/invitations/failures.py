"""What an error of the sending means: whose fault it is, and whether to try again."""

from __future__ import annotations

import re
import smtplib
import zlib
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
# Pauses of 1, 2, 4 … 256 minutes, then 6 hours each: the last of 21 tries is three days after
# the first (511 + 11 x 360 minutes).
GIVEN_UP_AFTER = 21
LONGEST = 2000  # characters that we keep of what a server said
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# RFC 3463, 3: X.1 address, X.2 mailbox, X.4 routing; the others are systems, protocol, content
# and policy, for which the address cannot be blamed.
OF_THE_ADDRESS = {"1", "2", "4"}
ENHANCED = re.compile(r"^\s*[245]\.(\d{1,3})\.\d{1,3}\b")
TOO_LARGE = 552
CLOSING = 421


class Fault(Enum):
    """What to do about it."""

    ADDRESS = "refused for good; the address is marked"
    MAIL = "refused for good; the address may be well"
    LATER = "again after a pause"
    LINE = "again after a pause, on a new connection"
    ALL = "nothing can be sent now, whatever the mail"


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed try; ``words`` are the server's own where it spoke."""

    fault: Fault
    words: str

    @property
    def final(self) -> bool:
        return self.fault in (Fault.ADDRESS, Fault.MAIL)


def judge(error: Exception) -> Failure:
    """What *error* means, raised while one mail was composed or handed over."""
    match error:
        case smtplib.SMTPRecipientsRefused(recipients=refused) if refused:
            code, said = next(iter(refused.values()))
            return _answered(code, said, Fault.ADDRESS)
        case smtplib.SMTPSenderRefused(smtp_code=int(code), smtp_error=said):
            if code == CLOSING:
                return Failure(Fault.LINE, say(code, said))
            return Failure(Fault.MAIL if code == TOO_LARGE else Fault.ALL, say(code, said))
        case smtplib.SMTPDataError(smtp_code=int(code), smtp_error=said):
            return _answered(code, said, Fault.ADDRESS)
        case smtplib.SMTPResponseException(smtp_code=int(code), smtp_error=said):
            return Failure(Fault.ALL, say(code, said))  # greeting, login
        case smtplib.SMTPNotSupportedError():
            return Failure(Fault.MAIL, _plain(error))  # an address that the server cannot write to
        case OSError():  # smtplib's own are among them: it hung up
            return Failure(Fault.LINE, _plain(error))
        case ValueError():
            return Failure(Fault.MAIL, _plain(error))  # no mail can be made of it, ever
    return Failure(Fault.LATER, _plain(error))


def no_line(error: Exception) -> Failure:
    """What *error* means, raised while the connection was made: nothing can be sent now."""
    if isinstance(error, smtplib.SMTPResponseException):
        return Failure(Fault.ALL, say(error.smtp_code, error.smtp_error))
    return Failure(Fault.ALL, _plain(error))


def pause(tries: int, pk: int) -> timedelta:
    """How long to wait after *tries* tries: doubled each time, up to a quarter longer by *pk*.

    The same row waits equally long wherever it is counted; different rows do not come back at once.
    """
    doubled = FIRST_PAUSE * 2 ** min(max(tries, 1) - 1, 12)
    share = zlib.crc32(f"{pk}:{tries}".encode()) / 2**32
    return min(doubled, LONGEST_PAUSE) * (1 + share / 4)


def say(code: int, said: bytes | str) -> str:
    """``550 5.1.1 No such user``: printable, and no longer than anybody reads."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return CONTROL.sub(" ", f"{code} {text}").strip()[:LONGEST]


def _answered(code: int, said: bytes | str, refused: Fault) -> Failure:
    if code == CLOSING:
        return Failure(Fault.LINE, say(code, said))
    if code < 500:
        return Failure(Fault.LATER, say(code, said))
    text = said.decode("ascii", "replace") if isinstance(said, bytes) else said
    enhanced = ENHANCED.match(text)
    blamed = enhanced is None or enhanced[1] in OF_THE_ADDRESS
    return Failure(refused if blamed else Fault.MAIL, say(code, said))


def _plain(error: Exception) -> str:
    """The error in its own words, with its kind where those say little."""
    words = CONTROL.sub(" ", str(error)).strip()
    return f"{type(error).__name__}: {words}"[:LONGEST] if words else type(error).__name__
