"""Mailboxes and links as calendar text and mail carry them: in ASCII, as URIs, or not at all."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from consultations.calendars.lines import clean, one_line

NOT_IN_URLS = re.compile(r"[\s\"<>\\^`{|}]")
LOCAL = re.compile(r"[!-~]+")  # ASCII without blanks and controls
IN_LOCAL_PARTS = "!$'*+"  # beside letters, digits and -._~ (RFC 6068, 2)
IN_URLS = "%/:=&?~#+!$,;'@()*[]"  # RFC 3986: everything that means something there


def address(email: str) -> str:
    """An address in ASCII, as mail servers and URIs want it: the domain by IDNA.

    Raises ValueError for what is no address of one mailbox.
    """
    local, _, domain = one_line(email).rpartition("@")
    if not LOCAL.fullmatch(local) or not domain or " " in domain:
        raise ValueError(f"not an address: {email!r}")
    return f"{local}@{_host(domain)}"


def mailto(email: str) -> str:
    """The URI of a mailbox (RFC 6068). Raises ValueError as :func:`address` does."""
    local, _, domain = address(email).rpartition("@")
    return f"mailto:{quote(local, safe=IN_LOCAL_PARTS)}@{domain}"


def web(url: str) -> str:
    """A link of http or https in ASCII, as a URI may be written; empty for anything else."""
    line = clean(url)
    if NOT_IN_URLS.search(line):
        return ""
    try:
        parts = urlsplit(line)
        name, netloc = parts.hostname or "", parts.netloc
        host = _host(name)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not name:
        return ""
    if not netloc.isascii():
        line = line.replace(netloc, netloc.lower().replace(name, host), 1)
    return quote(line, safe=IN_URLS)


def _host(name: str) -> str:
    return name if name.isascii() else name.encode("idna").decode("ascii")
