"""PDF from the printed page, by WeasyPrint, which is given our static files and nothing else."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from consultations.papers.asked import PaperRefused
from consultations.papers.rendering.html import page
from consultations.papers.sheets import Sheet

STATIC = (Path(__file__).resolve().parents[2] / "static").resolve()
OURS = "static:///"
TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png"}


@cache
def _weasyprint() -> Any:
    """Loaded where a PDF is first asked for: it takes a second, and needs Pango of the system."""
    try:
        return import_module("weasyprint")
    except OSError:
        return None


def pdf(sheet: Sheet, family: str) -> bytes:
    """The paper as tagged PDF. Raises ``PaperRefused`` where the system lacks what draws it."""
    weasyprint = _weasyprint()
    if weasyprint is None:
        raise PaperRefused(
            _(
                "PDF needs the libraries Pango and HarfBuzz: install the packages libpango-1.0-0, "
                "libpangoft2-1.0-0 and libharfbuzz-subset0 on the server. Word, CSV and XLSX work "
                "without them, and the browser can print this page to a file."
            )
        )
    html = weasyprint.HTML(string=page(sheet, family), base_url=OURS, url_fetcher=_fetch)
    made: bytes = html.write_pdf(pdf_tags=True)
    return made


def _fetch(url: str) -> Any:
    """A file below our static directory; every other address is refused."""
    if not url.startswith(OURS):
        raise ValueError(f"not ours: {url}")
    path = (STATIC / url.removeprefix(OURS)).resolve()
    if not path.is_relative_to(STATIC) or path.suffix not in TYPES or not path.is_file():
        raise ValueError(f"no such file: {url}")
    answer = import_module("weasyprint.urls").URLFetcherResponse
    return answer(url, path.read_bytes(), {"Content-Type": TYPES[path.suffix]})
