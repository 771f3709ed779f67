"""`python -m tests.translations`: the catalogues hold every string the source shows, compiled.

With ``--write`` brings them up to date: new strings come in untranslated, gone ones go out, and
the compiled files are made anew. Pure Python (polib), so that no system package is needed.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "consultations" / "locale"
# function: positions of context, singular, plural (None: it has none)
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
CALLS |= {f"{name}_lazy": places for name, places in list(CALLS.items())}
CALLS |= {"_": CALLS["gettext"], "gettext_noop": CALLS["gettext"]}
STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\"\"\"(?:.|\n)*?\"\"\")"""
ARGUMENT = rf"(?:{STRING}|[^,()'\"]+)"
CALL = re.compile(rf"\b(?:_|[np]{{0,2}}gettext)\(\s*{STRING}(?:\s*,\s*{ARGUMENT})*\s*\)")
FIELD = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")

Key = tuple[str | None, str]  # context, singular


def _key_and_plural(call: ast.Call) -> tuple[Key, str | None] | None:
    name = getattr(call.func, "id", getattr(call.func, "attr", None))
    if name not in CALLS:
        return None

    def text(place: int | None) -> str | None:
        if place is None or place >= len(call.args):
            return None
        value = getattr(call.args[place], "value", None)
        return value if isinstance(value, str) else None

    context, singular, plural = CALLS[name]
    found = text(singular)
    return None if not found else ((text(context), found), text(plural))


def _calls(source: str) -> Iterator[tuple[Key, str | None]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (found := _key_and_plural(node)):
            yield found


def _template_calls(path: Path) -> Iterator[tuple[Key, str | None]]:
    """Django turns a template into something like Python; the calls in it are."""
    turned = templatize(path.read_text(), origin=str(path))
    for match in CALL.finditer(turned):
        yield from _calls(match.group())


def strings() -> dict[Key, tuple[str | None, list[str]]]:
    """Every string the source shows: its plural, and the files it stands in."""
    found: dict[Key, tuple[str | None, list[str]]] = {}
    places: dict[Key, list[str]] = defaultdict(list)
    python = [*(ROOT / "planner").rglob("*.py"), *(ROOT / "consultations").rglob("*.py")]
    python = [path for path in python if "migrations" not in path.parts]
    templates = [p for p in (ROOT / "templates").rglob("*") if p.suffix in {".html", ".txt"}]
    for path in sorted([*python, *templates]):
        is_python = path.suffix == ".py"
        for key, plural in _calls(path.read_text()) if is_python else _template_calls(path):
            file = str(path.relative_to(ROOT))
            places[key] += [file] if file not in places[key] else []
            found[key] = (plural or found.get(key, (None,))[0], places[key])
    return found


def _catalogue(language: str) -> tuple[Path, polib.POFile]:
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    if path.exists():
        return path, polib.pofile(str(path), wrapwidth=98)
    catalogue = polib.POFile(wrapwidth=98)
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language,
        "MIME-Version": "1.0",
        "Plural-Forms": PLURALS[language],
    }
    return path, catalogue


PLURALS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 && n%100<=99 ? 4 : 5;",
}


def _write(language: str) -> None:
    path, catalogue = _catalogue(language)
    wanted = strings()
    known = {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}
    catalogue[:] = []
    count = int(re.findall(r"nplurals=(\d)", catalogue.metadata["Plural-Forms"])[0])
    for (context, singular), (plural, files) in sorted(wanted.items(), key=lambda one: str(one)):
        entry = known.get((context, singular)) or polib.POEntry(msgctxt=context, msgid=singular)
        entry.occurrences = [(file, "") for file in files]
        if plural and entry.msgid_plural != plural:
            entry.msgid_plural = plural
            entry.msgstr, entry.msgstr_plural = "", dict.fromkeys(range(count), "")
        catalogue.append(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))
    path.with_suffix(".mo").write_bytes(catalogue.to_binary())


def _fields_differ(entry: polib.POEntry) -> bool:
    """A translation may not lose a field; a plural form may leave out the number alone."""
    if not entry.msgid_plural:
        return bool(entry.msgstr) and sorted(FIELD.findall(entry.msgid)) != sorted(
            FIELD.findall(entry.msgstr)
        )
    allowed = set(FIELD.findall(entry.msgid_plural)) | set(FIELD.findall(entry.msgid))
    return any(set(FIELD.findall(text)) - allowed for text in entry.msgstr_plural.values())


def problems(language: str) -> list[str]:
    """What is wrong with one catalogue, a line each; nothing if it is up to date."""
    path, catalogue = _catalogue(language)
    if not path.exists():
        return [f"{language}: there is no catalogue"]
    wanted = strings()
    known = {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}
    found = [f"{language}: not in the catalogue: {k[1]!r}" for k in wanted if k not in known]
    found += [f"{language}: no longer shown: {k[1]!r}" for k in known if k not in wanted]
    found += [f"{language}: fields differ: {e.msgid!r}" for e in catalogue if _fields_differ(e)]
    found += [f"{language}: marked fuzzy: {e.msgid!r}" for e in catalogue if e.fuzzy]
    compiled = path.with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != catalogue.to_binary():
        found.append(f"{language}: the compiled file is not of this catalogue")
    return found


def main() -> int:
    """Check, or with --write bring up to date; says how much is translated."""
    settings.configure(USE_I18N=False)
    status = 0
    for language in PLURALS:
        if "--write" in sys.argv:
            _write(language)
        wrong = problems(language)
        print(*wrong, sep="\n", end="\n" if wrong else "")
        status |= bool(wrong)
        _, catalogue = _catalogue(language)
        done, of = len(catalogue.translated_entries()), len(catalogue)
        print(f"{language}: {done} of {of} strings translated")
    if status:
        print("Bring the catalogues up to date with: python -m tests.translations --write")
    return status


if __name__ == "__main__":
    sys.exit(main())
