"""A bound on the whole of one fetch: its connections are cut from beside when the time is over.

A timeout of the library counts from one piece to the next, and a server that drips its headers, or
its half of the TLS handshake, would hold us for hours.
"""

from __future__ import annotations

import socket
import threading
from types import TracebackType
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


class Cut:
    """``with Cut(12.0) as cut``: what is opened through ``cut.adapter()`` ends with it.

    Each socket is kept twice: TLS takes the first one over, and the connection is the same.
    """

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Cut:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._lock:
            for one in self._sockets:
                one.close()
            self._sockets.clear()

    def adapter(self) -> HTTPAdapter:
        """For ``Session.mount``."""
        return _Adapter(self)

    def watch(self, made: socket.socket) -> socket.socket:
        """Remember the connection; one that comes too late is ended at once."""
        with self._lock:
            self._sockets.append(made.dup())
            if self.over:
                _end(self._sockets[-1])
        return made

    def _cut(self) -> None:
        with self._lock:
            self.over = True
            for one in self._sockets:
                _end(one)


def _end(one: socket.socket) -> None:
    try:
        one.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it ended by itself


class _Adapter(HTTPAdapter):
    """Makes connections that *cut* knows, through a proxy as well."""

    def __init__(self, cut: Cut) -> None:
        self._pools = _pools(cut)
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = self._pools
        return manager


def _pools(cut: Cut) -> dict[str, type[HTTPConnectionPool]]:
    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return cut.watch(super()._new_conn())

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return cut.watch(super()._new_conn())

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}
