"""A mail server of the tests' own: `with MailServer() as server:`; it records what it takes.

What it answers can be scripted (`server.script`), and it can hang up in the middle.
"""

from __future__ import annotations

import asyncio
import email
import email.policy
import threading
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from functools import cached_property
from typing import Any

from aiosmtpd.smtp import SMTP

START_SECONDS = 20


@dataclass(frozen=True)
class Mail:
    """One mail as it came: what the envelope says, the bytes, and over which connection."""

    sender: str
    to: str
    content: bytes
    connection: tuple[str, int]

    @property
    def parsed(self) -> EmailMessage:
        return email.message_from_bytes(self.content, policy=email.policy.default)

    @cached_property
    def headers(self) -> Any:
        return BytesHeaderParser(policy=email.policy.default).parsebytes(self.content)

    @property
    def message_id(self) -> str:
        return str(self.headers["Message-ID"])

    @property
    def subject(self) -> str:
        return str(self.headers["Subject"])


class HangUp(Exception):
    """Raised by a script: the connection is gone without a word; taken as well if it says so."""

    def __init__(self, *, taken: bool = False) -> None:
        self.taken = taken


Script = Callable[[str, str], "str | None"]  # phase and recipient to a reply; None takes it


class MailServer:
    """Listens on a port of this machine, in a thread with a loop of its own.

    ``script`` is asked at MAIL, RCPT and DATA (the whole mail is there then); it answers in the
    server's words, raises HangUp, or gives None. ``taken`` is told after a mail was recorded, just
    before the server says so.
    """

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.asked: list[tuple[str, str]] = []
        self.connections: list[tuple[str, int]] = []
        self.script: Script = lambda phase, to: None
        self.taken: Callable[[Mail], None] = lambda mail: None
        self.slow = False  # True: it never answers a mail
        self.expected = 1  # connections that must have been made before it answers a mail
        self.loop = asyncio.new_event_loop()
        self.port = 0
        self.met = asyncio.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def __enter__(self) -> MailServer:
        self._thread.start()
        assert self._ready.wait(START_SECONDS)
        return self

    def __exit__(self, *exception: object) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(START_SECONDS)

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        handler = _Handler(self)
        listening = self.loop.run_until_complete(
            self.loop.create_server(
                lambda: SMTP(handler, hostname="mail.test", loop=self.loop), "127.0.0.1", 0
            )
        )
        self.port = listening.sockets[0].getsockname()[1]
        self._ready.set()
        self.loop.run_forever()
        listening.close()
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.close()


class _Handler:
    """What aiosmtpd calls."""

    def __init__(self, server: MailServer) -> None:
        self.server = server

    async def handle_EHLO(
        self, smtp: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.server.connections.append(session.peer)
        if len(self.server.connections) >= self.server.expected:
            self.server.met.set()
        return responses

    async def handle_MAIL(
        self, smtp: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if (reply := self._ask(smtp, "MAIL", address)) is None:
            envelope.mail_from = address
        return reply or "250 2.1.0 OK"

    async def handle_RCPT(
        self, smtp: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if (reply := self._ask(smtp, "RCPT", address)) is None:
            envelope.rcpt_tos.append(address)
        return reply or "250 2.1.5 OK"

    async def handle_DATA(self, smtp: Any, session: Any, envelope: Any) -> str:
        (to,) = envelope.rcpt_tos
        if self.server.slow:
            await asyncio.Event().wait()
        await asyncio.wait_for(self.server.met.wait(), START_SECONDS)
        mail = Mail(envelope.mail_from, to, envelope.original_content, session.peer)
        try:
            reply = self.server.script("DATA", to)
        except HangUp as hung_up:
            if hung_up.taken:
                self._record(mail)
            smtp.transport.abort()
            return "421 4.3.0 never heard"
        if reply is None:
            self._record(mail)
        return reply or "250 2.0.0 taken"

    def _ask(self, smtp: Any, phase: str, address: str) -> str | None:
        self.server.asked.append((phase, address))
        try:
            return self.server.script(phase, address)
        except HangUp:
            smtp.transport.abort()
            return "421 4.3.0 never heard"

    def _record(self, mail: Mail) -> None:
        self.server.mails.append(mail)
        self.server.taken(mail)
