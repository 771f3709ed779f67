"""The connection to the mail server: kept for a batch, made anew after an error, cut in time."""

from __future__ import annotations

import logging
import socket
import threading
from types import TracebackType

from django.core.mail import EmailMessage, get_connection

from consultations.invitations.claims import lease

logger = logging.getLogger(__name__)


class Line:
    """What ``EMAIL_URL`` names, spoken to one mail after the other.

    A socket's timeout counts from byte to byte, and a server that drips could hold a mail for ever.
    So each conversation about a mail is cut at half the time that a claim holds: whoever still
    speaks to the server still holds the claim.
    """

    def __init__(self) -> None:
        self._backend = get_connection()
        self._open = False
        self.mails = 0  # handed over since the connection was made

    def __enter__(self) -> Line:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def open(self) -> None:
        """Make the connection if there is none. Raises OSError, SMTPException among them."""
        if not self._open:
            self._backend.open()
            self._open, self.mails = True, 0

    def send(self, mail: EmailMessage) -> None:
        """Hand *mail* over; raises what the server or the network had against it."""
        cut = threading.Timer(lease().total_seconds() / 2, self._cut)
        cut.daemon = True
        cut.start()
        try:
            self._backend.send_messages([mail])
        finally:
            cut.cancel()
        self.mails += 1

    def close(self) -> None:
        """Say goodbye; what the server thinks of it matters no more."""
        self._open = False
        try:
            self._backend.close()
        except OSError as error:
            logger.info("The mail server did not take leave: %s", error)

    def _cut(self) -> None:
        """End the conversation from beside it: the sender finds the connection closed."""
        known = getattr(getattr(self._backend, "connection", None), "sock", None)
        if isinstance(known, socket.socket):
            logger.warning("The mail server took too long over one mail")
            # Of the plain class: with TLS, that of the subclass would take the session away too.
            socket.socket.shutdown(known, socket.SHUT_RDWR)
