"""Sockets: their origin is checked first, then who is asking, then whether they may."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from channels.routing import URLRouter
from channels.security.websocket import WebsocketDenier
from channels.sessions import SessionMiddlewareStack
from django.conf import settings
from django.db import Error as DatabaseError
from django.http.request import validate_host

from apps.common.outage import AGAIN_S, is_away
from apps.lectures.routing import websocket_urlpatterns as lectures
from apps.runs.routing import websocket_urlpatterns as runs

SCHEMES = {"ws": "http", "wss": "https"}
# "Try again later" of the registry of close codes.
TRY_AGAIN = 1013
DENIAL = "websocket.http.response"


class SameOrigin:
    """Lets a socket in only from a page of this very site: same scheme, same host, same port."""

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        allowed = is_same_origin(scope)
        return await (self.application if allowed else WebsocketDenier())(scope, receive, send)


def is_same_origin(scope: dict[str, Any]) -> bool:
    """Compares the Origin header with the address that the socket was opened at, as Django does for forms."""
    headers = [(name, value.decode("latin-1")) for name, value in scope["headers"]]
    origins = [value for name, value in headers if name == b"origin"]
    hosts = [value for name, value in headers if name == b"host"]
    if len(origins) != 1 or len(hosts) != 1:
        return False
    if origins[0] in settings.CSRF_TRUSTED_ORIGINS:
        return True
    host = urlsplit(f"//{hosts[0]}").hostname or ""
    scheme = SCHEMES.get(scope.get("scheme", "ws"), "http")
    return validate_host(host, settings.ALLOWED_HOSTS) and origins[0] == f"{scheme}://{hosts[0]}"


class KnownSockets:
    """A socket address that does not exist is refused like one that is not allowed, without a traceback."""

    def __init__(self, router: URLRouter) -> None:
        self.router = router

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        path = scope["path"].lstrip("/")
        known = any(route.pattern.match(path) for route in self.router.routes)
        return await (self.router if known else WebsocketDenier())(scope, receive, send)


class WhileAnswered:
    """A socket that meets a database that is away is told to come again, by 503 or, once open, by its code."""

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        said: set[str] = set()

        async def noted(message: dict[str, Any]) -> None:
            said.add(message["type"])
            await send(message)

        try:
            await self.application(scope, receive, noted)
        except DatabaseError as error:
            if not is_away(error) or "websocket.close" in said:
                raise
            if DENIAL in scope.get("extensions", {}) and "websocket.accept" not in said:
                headers = [(b"retry-after", str(AGAIN_S).encode())]
                await send({"type": f"{DENIAL}.start", "status": 503, "headers": headers})
                await send({"type": f"{DENIAL}.body", "body": b"the database does not answer"})
            else:
                await send({"type": "websocket.close", "code": TRY_AGAIN})


# Who somebody is, is asked by the consumers together with their rights, in one trip to the database.
sockets = WhileAnswered(SameOrigin(SessionMiddlewareStack(KnownSockets(URLRouter([*runs, *lectures])))))
