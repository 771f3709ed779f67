"""What was tried out is what is loaded: checked files travel, signed, in the page that confirms.

Nothing is left on a disk or in a session to be cleaned up, any process can answer the second
request, and the signature (of this person, for this purpose, for an hour) means that the bytes
loaded are the bytes that were checked.
"""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence

from django.contrib.auth.models import AnonymousUser, User
from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

MAX_BYTES = 5 * 1024 * 1024  # of all files together; signed and packed it still fits one request
MAX_FILES = 40
HOUR = 3600  # seconds


class TooLarge(ValueError):
    """More bytes or files than one request may bring."""


class NotKept(ValueError):
    """What came back is not what was checked, or it is too old."""


def received(files: Sequence[UploadedFile]) -> dict[str, bytes]:
    """The bytes by file name; ``TooLarge`` before anything is read."""
    if sum(file.size or 0 for file in files) > MAX_BYTES or len(files) > MAX_FILES:
        raise TooLarge
    return {str(file.name): file.read() for file in files}


def as_files(content: dict[str, bytes]) -> list[ContentFile[bytes]]:
    """The same as named files, for whoever reads files."""
    return [ContentFile(data, name=name) for name, data in content.items()]


def keep(content: dict[str, bytes], who: User | AnonymousUser, purpose: str) -> str:
    """A text that brings *content* back for this person and purpose alone."""
    packed = {name: b64encode(zlib.compress(data)).decode() for name, data in content.items()}
    return signing.dumps(packed, salt=_salt(who, purpose))


def kept(text: str, who: User | AnonymousUser, purpose: str) -> dict[str, bytes]:
    """What ``keep`` was given; ``NotKept`` for anything else."""
    try:
        packed = signing.loads(text, salt=_salt(who, purpose), max_age=HOUR)
    except signing.BadSignature as error:
        raise NotKept from error
    return dict(_unpacked(packed.items()))


def _unpacked(packed: Iterable[tuple[str, str]]) -> Iterable[tuple[str, bytes]]:
    return ((name, zlib.decompress(b64decode(data))) for name, data in packed)


def _salt(who: User | AnonymousUser, purpose: str) -> str:
    return f"uploads.{purpose}.{who.pk}"
