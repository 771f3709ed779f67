"""A subscription by its secret path: no account, no cookie, the same bytes for the same data."""

from __future__ import annotations

import gzip
import re

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_etags
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from consultations import feeds
from consultations.feeds import Standing

GZIP = re.compile(r"(?:^|,)\s*(?:gzip|x-gzip|\*)\s*(?:;\s*q\s*=\s*([\d.]+))?\s*(?:,|$)", re.I)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}


@login_not_required
@csrf_exempt  # what is no GET is answered 405, and not with a page on forms
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """GET or HEAD, whatever the Accept header says; 404 for a path that opens nothing (more)."""
    standing = feeds.look(token)
    if standing is None:
        return _sent(HttpResponseNotFound("Not found.\n", content_type="text/plain"))
    by = request.META.get("HTTP_USER_AGENT", "")
    if standing.stands and (known := _known(request, standing)):
        feeds.note(standing, by)
        return known
    body, standing = feeds.compose(standing)
    feeds.note(standing, by)
    return _known(request, standing) or _whole(request, standing, body)


def _known(request: HttpRequest, standing: Standing) -> HttpResponseBase | None:
    """304 for whoever holds these bytes, packed or not (RFC 9110, 13.2.2).

    A tag that is asked for wins over a date, even one that is no tag at all. What the framework
    asks beside these (If-Match) it answers itself.
    """
    asked = request.META.get("HTTP_IF_NONE_MATCH", "")
    if asked:
        plain, packed = _tags(standing)
        first, second = (packed, plain) if _takes_gzip(request) else (plain, packed)
        held = {asked} if asked == first else _held(asked)
        if tag := next((one for one in (first, second) if one in held or "*" in held), ""):
            return _dressed(HttpResponseNotModified(), standing, tag)
        return None
    tag = _tags(standing)[_takes_gzip(request)]
    seconds = _seconds(standing)
    answer = get_conditional_response(request, etag=tag, last_modified=seconds)
    return _dressed(answer, standing, tag) if answer else None


def _held(asked: str) -> set[str]:
    """The tags of a list, weak ones as if they were strong: proxies weaken what they pack."""
    return {one.removeprefix("W/") for one in parse_etags(asked)}


def _tags(standing: Standing) -> tuple[str, str]:
    """The strong validators of the bytes and of the packed bytes, which are other bytes."""
    return f'"{standing.etag}"', f'"{standing.etag}-gzip"'


def _whole(request: HttpRequest, standing: Standing, body: bytes) -> HttpResponseBase:
    packed = _takes_gzip(request)
    sent = gzip.compress(body, 6, mtime=0) if packed else body
    response = HttpResponse(sent, content_type="text/calendar; charset=utf-8")
    if packed:
        response["Content-Encoding"] = "gzip"
    response["Content-Language"] = standing.language
    response["Content-Length"] = str(len(sent))
    response["Content-Disposition"] = 'inline; filename="consultations.ics"'
    return _dressed(response, standing, _tags(standing)[packed])


def _dressed(response: HttpResponseBase, standing: Standing, tag: str) -> HttpResponseBase:
    """What 200 and 304 say alike (RFC 9110, 15.4.5)."""
    response["ETag"] = tag
    response["Last-Modified"] = http_date(_seconds(standing))  # some go by the date alone
    response["Cache-Control"] = "private, max-age=300"
    response["Vary"] = "Accept-Encoding"
    return _sent(response)


def _sent(response: HttpResponseBase) -> HttpResponseBase:
    for name, value in ALWAYS.items():
        response[name] = value
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _seconds(standing: Standing) -> int:
    return int((standing.changed_at or timezone.now()).timestamp())


def _takes_gzip(request: HttpRequest) -> bool:
    found = GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    return found is not None and found[1] != "0" and (found[1] or "1").strip("0.") != ""
