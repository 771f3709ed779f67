"""Where answers come from: files, directories of mail (Maildir), a mailbox on a server (IMAP).

Nothing larger than an answer may be is read whole: of the rest the beginning, to know it again.
"""

from __future__ import annotations

import imaplib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple
from urllib.parse import unquote, urlsplit

from imap_tools import AND, BaseMailBox, MailBox, MailBoxUnencrypted, MailMessageFlags
from imap_tools.errors import ImapToolsError

from consultations.answers.texts import MOST_BYTES

SUFFIXES = {".eml", ".ics"}
TIMEOUT = 30  # seconds
MOST_AT_ONCE = 500


class NoSource(Exception):
    """It cannot be read from; the sentence says why."""


class Letter(NamedTuple):
    """One thing that came: how it is called, its bytes, and what to do once it is taken in."""

    name: str
    data: bytes
    done: Callable[[], object]
    received_at: datetime | None = None


def bounded(file: BinaryIO) -> bytes:
    """The bytes; of something too large so many that it is seen to be."""
    return file.read(MOST_BYTES + 1)


def from_path(path: Path) -> Iterator[Letter]:
    """A file, a Maildir, or the .eml and .ics of a directory. Raises ``NoSource``."""
    if path.is_file():
        yield Letter(path.name, _bytes(path), _nothing)
    elif (path / "new").is_dir() and (path / "cur").is_dir():
        yield from _maildir(path)
    elif path.is_dir():
        found = sorted(one for one in path.iterdir() if one.suffix.lower() in SUFFIXES)
        yield from (Letter(one.name, _bytes(one), _nothing) for one in found if one.is_file())
    else:
        raise NoSource(f"{path} is neither a file nor a directory.")


def _maildir(path: Path) -> Iterator[Letter]:
    """What is new, and what is not marked as seen; each marked once it is taken in."""
    waiting = [one for one in (path / "new").iterdir() if not one.name.startswith(".")]
    waiting += [one for one in (path / "cur").iterdir() if "S" not in _flags(one.name)]
    for one in sorted(waiting, key=lambda each: each.name):
        if one.is_file():
            came = datetime.fromtimestamp(one.stat().st_mtime, UTC)
            yield Letter(one.name, _bytes(one), lambda one=one: _seen(one, path), came)  # type: ignore[misc]


def _flags(name: str) -> str:
    return name.partition(":2,")[2]


def _seen(one: Path, maildir: Path) -> None:
    base, flags = one.name.partition(":2,")[0], _flags(one.name)
    try:
        os.replace(one, maildir / "cur" / f"{base}:2,{''.join(sorted({*flags, 'S'}))}")
    except OSError as error:
        raise NoSource(f"Cannot mark {one} as seen: {error.strerror}.") from error


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return bounded(file)
    except OSError as error:
        raise NoSource(f"Cannot read {path}: {error.strerror}.") from error


def _nothing() -> None:
    """A file stays as it is: its bytes are known again."""


def from_imap(url: str) -> Iterator[Letter]:
    """What is not seen in the folder of *url* (imaps://user:password@host/folder)."""
    parts = urlsplit(url)
    if parts.scheme not in ("imap", "imaps") or not parts.hostname:
        raise NoSource("Write IMAP_URL as imaps://user:password@host/folder.")
    folder = unquote(parts.path.lstrip("/")) or "INBOX"
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    with _mailbox(parts.hostname):
        box = _box(parts.scheme, parts.hostname, parts.port)
        with box.login(user, password, folder) as opened:
            yield from _unseen(opened, parts.hostname)


@contextmanager
def _mailbox(host: str) -> Iterator[None]:
    """Whatever its server refuses, or drops, said in one sentence."""
    try:
        yield
    except (OSError, EOFError, imaplib.IMAP4.abort) as error:
        raise NoSource(f"Cannot reach the mailbox at {host}: {_said(error)}.") from error
    except (ImapToolsError, imaplib.IMAP4.error) as error:
        raise NoSource(f"The mailbox at {host} refuses: {_said(error)}.") from error


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:300].rstrip(".") or type(error).__name__


def _box(scheme: str, host: str, port: int | None) -> BaseMailBox:
    if scheme == "imaps":
        return MailBox(host, port or 993, timeout=TIMEOUT)
    return MailBoxUnencrypted(host, port or 143, timeout=TIMEOUT)


def _unseen(box: BaseMailBox, host: str) -> Iterator[Letter]:
    """The size is asked for first, so that nothing large travels."""
    heads = box.fetch(AND(seen=False), mark_seen=False, headers_only=True, limit=MOST_AT_ONCE)
    for head in list(heads):
        uid = head.uid
        if not uid:
            continue
        data = bytes(head.obj) if head.size_rfc822 > MOST_BYTES else _whole(box, uid)
        if head.size_rfc822 > MOST_BYTES:
            data = data.ljust(MOST_BYTES + 1, b"\n")
        yield Letter(f"UID {uid}", data, lambda uid=uid: _mark(box, uid, host))  # type: ignore[misc]


def _whole(box: BaseMailBox, uid: str) -> bytes:
    status, found = box.client.uid("fetch", uid, "(BODY.PEEK[])")
    parts = [one[1] for one in found if isinstance(one, tuple)]
    if status != "OK" or not parts:
        raise NoSource(f"The mailbox does not give out UID {uid}.")
    return bytes(parts[0])


def _mark(box: BaseMailBox, uid: str, host: str) -> None:
    with _mailbox(host):
        box.flag(uid, MailMessageFlags.SEEN, True)
