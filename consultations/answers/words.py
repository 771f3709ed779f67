"""Foreign text made fit to be kept: no control characters, no more than there is room for."""

from __future__ import annotations

import re

BREAKS = re.compile("\r\n|[\r\n\u0085\u2028\u2029]")
# C0 and C1 but tab and newline; marks that turn the direction of what follows; lone surrogates.
UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# Dots, letters, digits and what RFC 5322, 3.2.3 allows in a word; no quoted and no foreign ones.
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}", re.ASCII)


def clean(text: str, limit: int) -> str:
    """Lines of text, at most *limit* characters."""
    return UNFIT.sub("", BREAKS.sub("\n", text[: 4 * limit])).strip()[:limit].strip()


def one_line(text: str, limit: int) -> str:
    """The same on one line."""
    return " ".join(clean(text, 2 * limit).split())[:limit].strip()


def named(text: str) -> tuple[str, str]:
    """Name and address of ``Name <address>``, or of an address alone."""
    name, opened, rest = text.strip().rpartition("<")
    return (name.strip(), address(rest.rstrip("> "))) if opened else ("", address(text))


def address(text: str) -> str:
    """The bare address in small letters, without ``mailto:``; empty where it is none."""
    bare = text.strip()[:400]
    if bare[:7].lower() == "mailto:":
        bare = bare[7:].partition("?")[0].strip()
    return bare.lower() if ADDRESS.fullmatch(bare) and len(bare) <= 254 else ""
