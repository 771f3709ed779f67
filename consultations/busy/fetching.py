"""A calendar fetched from a host that is on the list, and from no other; nothing else is asked."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

import requests
import urllib3
from django.conf import settings
from django.utils.translation import gettext as _
from requests.utils import get_environ_proxies

from consultations.busy.cutting import Cut
from consultations.busy.trimming import LARGEST

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
CONNECT, READ, ALL = 4.0, 8.0, 12.0  # seconds: to be reached, between two pieces, in all
PIECE = 65_536  # bytes
REDIRECTS = 3
FAILURES = (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError)
HEADERS = {
    "Accept": "text/calendar, text/*;q=0.5, */*;q=0.1",
    "Accept-Encoding": "identity",  # nothing to unpack, so nothing to unpack without end
    "User-Agent": "consultation-planner",
}


class NotFetched(Exception):
    """Why an address could not be read, in words."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes, or None where nothing has changed since, and the mark to ask by again."""

    data: bytes | None
    etag: str


def allowed(url: str) -> str:
    """Why an address may not be fetched, in words; nothing where it may.

    The host is on ``CALENDAR_HOSTS``, with its port unless that is the usual one; the scheme is
    https, and http for this machine alone.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return _("This is no address of a calendar.")
    host = (parts.hostname or "").rstrip(".")
    if not host or any(c.isspace() or ord(c) < 32 or c == "\\" for c in url):
        return _("This is no address of a calendar.")
    if parts.username is not None or parts.password is not None:
        return _("An address with a password in it is not kept: ask for a secret address instead.")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in LOOPBACK):
        return _("The address must begin with https://.")
    names = {host} if port in (None, 443) else set[str]()
    names |= {f"{host}:{port or 443}"}
    if not names & {name.lower() for name in settings.CALENDAR_HOSTS}:
        return _(
            "“%(host)s” is not on the list of hosts from which calendars may be fetched "
            "(CALENDAR_HOSTS). Upload the file, or ask who runs this installation to add the host."
        ) % {"host": _host(parts)}
    return ""


def _host(parts: SplitResult) -> str:
    return parts.netloc[:200]


def https(url: str) -> str:
    """An address as typed: webcal:// is https:// by another name."""
    url = url.strip()
    scheme, mark, rest = url.partition("://")
    return f"https://{rest}" if mark and scheme.lower() in ("webcal", "webcals") else url


def fetch(url: str, *, etag: str = "") -> Fetched:
    """What the address answers. Raises NotFetched with the reason in words.

    Redirects are followed only to addresses that may be fetched themselves.
    """
    with Cut(ALL) as cut:
        for _hop in range(REDIRECTS + 1):
            if why := allowed(url):
                raise NotFetched(why)
            try:
                with _session(cut) as session, closing(_asked(session, url, etag)) as answer:
                    if not answer.is_redirect:
                        return _fetched(answer, cut, asked_by=etag)
                    url = urljoin(url, answer.headers["Location"])
            except FAILURES as error:
                if cut.over:
                    raise NotFetched(_("It takes too long to arrive.")) from error
                raise NotFetched(_("No answer: %s.") % _reason(error)) from error
    raise NotFetched(_("It sends from one address to the next and never arrives."))


def _session(cut: Cut) -> requests.Session:
    session = requests.Session()
    session.trust_env = False  # no passwords from files of this account
    for scheme in ("https://", "http://"):
        session.mount(scheme, cut.adapter())
    return session


def _asked(session: requests.Session, url: str, etag: str) -> requests.Response:
    loopback = (urlsplit(url).hostname or "") in LOOPBACK
    headers = HEADERS | ({"If-None-Match": etag} if etag else {})
    return session.get(
        url, headers=headers, timeout=(CONNECT, READ), stream=True, allow_redirects=False,
        proxies={} if loopback else get_environ_proxies(url),
    )  # fmt: skip


def _fetched(answer: requests.Response, cut: Cut, *, asked_by: str) -> Fetched:
    etag = answer.headers.get("ETag", "")[:300]
    etag = etag if etag.isascii() and etag.isprintable() else ""
    if answer.status_code == 304 and asked_by:
        return Fetched(None, asked_by)
    if answer.status_code != 200:
        told = {"status": answer.status_code, "reason": str(answer.reason or "")[:100]}
        raise NotFetched(_("It answers %(status)s %(reason)s.") % told)
    if answer.headers.get("Content-Encoding", "identity").lower() not in ("identity", ""):
        raise NotFetched(_("It sends a packed file that was not asked for."))
    return Fetched(_body(answer, cut), etag)


def _body(answer: requests.Response, cut: Cut) -> bytes:
    pieces, size = [], 0
    while piece := answer.raw.read1(PIECE):
        size += len(piece)
        if size > LARGEST:
            raise NotFetched(_("It is larger than 5 MB: export fewer years or fewer details."))
        pieces.append(piece)
    if cut.over:
        raise NotFetched(_("It takes too long to arrive."))
    wanted = answer.headers.get("Content-Length", "")
    if wanted.isdecimal() and size < int(wanted):
        raise NotFetched(_("It broke off before its end."))
    return b"".join(pieces)


def _reason(error: Exception) -> str:
    """The kind of failure, never the address: that may be a secret."""
    if isinstance(error, requests.exceptions.SSLError):
        return _("its certificate is not trusted")
    if isinstance(error, requests.Timeout | urllib3.exceptions.TimeoutError):
        return _("it took too long")
    if isinstance(error, requests.ConnectionError):
        return _("no connection")
    return type(error).__name__
