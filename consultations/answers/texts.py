"""Bytes of unknown origin as text, and whether they are small and flat enough to be looked into."""

from __future__ import annotations

import codecs
import re

from django.utils.translation import gettext as _

MOST_BYTES = 1024 * 1024
MOST_LINES = 50_000
MOST_PARTS = 40  # of a mail, messages within messages included
BYTE_ORDER = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Python knows encodings that are none (rot13, zlib) or cost dear (punycode): these alone are read.
CHARSETS = re.compile(
    r"utf-?8|utf-?16(-?[lb]e)?|(us-)?ascii|iso-?8859-?\d{1,2}|latin-?1"
    r"|windows-?125\d|cp125\d|koi8-?[ru]"
)


class SetAside(Exception):
    """What came is not counted: *code* says why in one word, *sentence* in words."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code, self.sentence = code, sentence


def check_size(data: bytes) -> None:
    """Raise ``SetAside`` for what no answer needs, before any parser sees it."""
    if len(data) > MOST_BYTES:
        raise SetAside("too_large", _("It is larger than 1 MB: no answer is."))
    if not data.strip(b"\0 \t\r\n"):
        raise SetAside("empty", _("There is nothing in it."))
    if data.count(b"\n") + data.count(b"\r") > 2 * MOST_LINES:
        raise SetAside("too_long", _("It has more lines than any answer."))


def as_text(data: bytes, charset: str = "") -> str:
    """The text: by its byte order mark, else as declared, else UTF-8, else the Western page."""
    for mark, name in BYTE_ORDER:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    if b"\0" in data[:200] and (guess := _wide(data)):
        return data.decode(guess, "replace")
    declared = charset.strip().lower()
    for name in (declared if CHARSETS.fullmatch(declared) else "utf-8", "utf-8"):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("windows-1252", "replace")


def _wide(data: bytes) -> str:
    """UTF-16 without a mark, told by where its first zeros stand."""
    even, odd = data[0:200:2].count(0), data[1:200:2].count(0)
    if odd > 10 * max(even, 1):
        return "utf-16-le"
    return "utf-16-be" if even > 10 * max(odd, 1) else ""
