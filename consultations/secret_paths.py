"""Addresses that are secrets themselves are kept out of the log: personal links and feeds."""

from __future__ import annotations

import logging
import re

SECRET = re.compile(r"/(answer|feeds)/[^/?\s]+")


def masked(text: str) -> str:
    """*text* in which no secret part of an address is left."""
    return SECRET.sub(r"/\1/…", text)


class WithoutSecrets(logging.Filter):
    """Changes the record itself, so that no handler behind it sees more."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.msg, str):
            record.msg = masked(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(masked(one) if isinstance(one, str) else one for one in record.args)
        return True
