"""Whether a mail is from whom it says: as our own mail server found (RFC 8601), and nobody else."""

from __future__ import annotations

from typing import Any, NamedTuple

from authres import AuthenticationResultsHeader
from django.utils.translation import gettext as _

PASS = "pass"
TRUST = "trust"  # in the place of a server's name: senders are taken as stated
MOST = 4000  # characters of a header that are read


class Checked(NamedTuple):
    """Whether the sender may be believed, and what that rests on."""

    believed: bool
    words: str


def check(sender: str, headers: list[str], authserv_id: str) -> Checked:
    """What our server, known by *authserv_id*, said of the domain of *sender*.

    Only the topmost header of our own counts: servers write theirs above what came. Without an
    identifier nobody is believed; with ``TRUST`` all are, as stated, and the words say so.
    """
    if not authserv_id:
        return Checked(False, _("no mail server is named that checks senders"))
    if authserv_id.lower() == TRUST:
        return Checked(True, _("as stated: no mail server was named that checks senders"))
    ours = next((one for one in map(_parsed, headers) if _is(one, authserv_id)), None)
    if ours is None:
        return Checked(False, _("%s said nothing of the sender") % authserv_id)
    domain = sender.rpartition("@")[2]
    found = [(one.method, one.result, _domain(one)) for one in ours.results]
    said = "; ".join(f"{method}={result} {domain}".strip() for method, result, domain in found)
    words = f"{authserv_id}: {said or 'none'}"[:200]
    return Checked(bool(domain) and _believed(found, domain), words)


def _believed(found: list[tuple[str, str, str]], domain: str) -> bool:
    dmarc = [(result, of) for method, result, of in found if method == "dmarc"]
    if any(result == "fail" for result, _of in dmarc):
        return False
    if any(result == PASS and of in ("", domain) for result, of in dmarc):
        return True
    return any(
        method in ("dkim", "spf") and result == PASS and _aligned(of, domain)
        for method, result, of in found
    )


def _aligned(one: str, domain: str) -> bool:
    """Relaxed alignment of DMARC (RFC 7489, 3.1), as far as it goes without a list of suffixes."""
    if "." not in one:
        return False
    return one == domain or domain.endswith(f".{one}") or one.endswith(f".{domain}")


def _domain(result: Any) -> str:
    """The domain that *result* is about: From's, the signature's, or the envelope's."""
    wanted = {"dmarc": ("from",), "dkim": ("d",), "spf": ("mailfrom", "from")}
    for prop in getattr(result, "properties", []):
        if str(prop.name) in wanted.get(result.method, ()):
            return str(prop.value).rpartition("@")[2].strip(" .<>").lower()
    return ""


def _is(parsed: Any, authserv_id: str) -> bool:
    named = str(getattr(parsed, "authserv_id", "") or "")
    return named.lower() == authserv_id.lower()


def _parsed(header: str) -> Any:
    """The header, or None where it cannot be read: then it says nothing."""
    try:
        return AuthenticationResultsHeader.parse(f"Authentication-Results: {header[:MOST]}")
    except Exception:  # the library raises more than it names
        return None
