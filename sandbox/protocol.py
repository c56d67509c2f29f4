"""Websockets with short buffers: the server soon notices who does not read, and says farewell without waiting."""

from __future__ import annotations

import socket
from asyncio import BaseTransport
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

KERNEL_BYTES = 32_768
OWN_BYTES = 16_384
"""Left to itself the kernel keeps megabytes for a viewer who has stopped reading: a minute of frames, so that the
keepalive runs out before anybody is told why. Frames are 8 kB at most, ten a second."""
FAREWELL_S = 30.0
"""So long a farewell waits for somebody who may read again; then the line is dropped with all that it holds."""


class ShortBuffers(WebSocketsSansIOProtocol):
    """What uvicorn takes for websockets; what a viewer does not read makes `send` wait after some 100 kB."""

    def connection_made(self, transport: BaseTransport) -> None:
        line: socket.socket | None = transport.get_extra_info("socket")
        if line is not None and line.family in (socket.AF_INET, socket.AF_INET6):
            line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BYTES)
        super().connection_made(transport)
        self.transport.set_write_buffer_limits(high=OWN_BYTES)

    async def send(self, message: Any) -> None:
        """Closing goes behind what is buffered, and does not wait until a viewer who reads nothing has made room."""
        if message["type"] == "websocket.close" and self.handshake_complete and not self.writable.is_set():
            self.writable.set()
            self.loop.call_later(FAREWELL_S, self.transport.abort)
        await super().send(message)
