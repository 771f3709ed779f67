"""A subscription by its secret path: no account, no cookie, the same bytes for the same data."""

from __future__ import annotations

import gzip
import re

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
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
    by = request.headers.get("User-Agent", "")
    if standing.stands and (known := _known(request, standing)):
        feeds.note(standing, by)
        return known
    body, standing = feeds.compose(standing, feeds.links(token).https)
    feeds.note(standing, by)
    return _known(request, standing) or _whole(request, standing, body)


def _known(request: HttpRequest, standing: Standing) -> HttpResponseBase | None:
    """304 for whoever holds these bytes, packed or not; 412 for who wants others (RFC 9110, 13)."""
    asked = request.headers.get("If-None-Match")
    if asked and not parse_etags(asked):
        return None  # not a tag at all: and beside it the date counts for nothing (13.1.3)
    tag = _tag(request, standing)
    answer = get_conditional_response(
        request, etag=tag, last_modified=_seconds(standing), response=None
    )
    return _dressed(answer, standing, tag) if answer else None


def _tag(request: HttpRequest, standing: Standing) -> str:
    """The strong validator of the form that is asked for: packed bytes are other bytes.

    Whoever holds the other form holds the same calendar, and is told so by its own validator.
    """
    plain, packed = f'"{standing.etag}"', f'"{standing.etag}-gzip"'
    held = {one.removeprefix("W/") for one in parse_etags(request.headers.get("If-None-Match", ""))}
    first, second = (packed, plain) if _takes_gzip(request) else (plain, packed)
    return second if second in held and first not in held else first


def _whole(request: HttpRequest, standing: Standing, body: bytes) -> HttpResponseBase:
    packed = _takes_gzip(request)
    sent = gzip.compress(body, 6, mtime=0) if packed else body
    response = HttpResponse(sent, content_type="text/calendar; charset=utf-8")
    if packed:
        response["Content-Encoding"] = "gzip"
    response["Content-Language"] = standing.language
    response["Content-Disposition"] = 'inline; filename="consultations.ics"'
    return _dressed(response, standing, f'"{standing.etag}{"-gzip" if packed else ""}"')


def _dressed(response: HttpResponseBase, standing: Standing, tag: str) -> HttpResponseBase:
    """What 200 and 304 say alike (RFC 9110, 15.4.5)."""
    response["ETag"] = tag
    response["Last-Modified"] = http_date(_seconds(standing))
    response["Cache-Control"] = "private, max-age=300"
    patch_vary_headers(response, ["Accept-Encoding"])
    return _sent(response)


def _sent(response: HttpResponseBase) -> HttpResponseBase:
    for name, value in ALWAYS.items():
        response[name] = value
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _seconds(standing: Standing) -> int:
    return int((standing.changed_at or timezone.now()).timestamp())


def _takes_gzip(request: HttpRequest) -> bool:
    found = GZIP.search(request.headers.get("Accept-Encoding", ""))
    return found is not None and found[1] != "0" and (found[1] or "1").strip("0.") != ""
