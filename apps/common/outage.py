"""What is said while the database does not answer: 503 and when to come again, never the page of a fault of ours."""

from __future__ import annotations

import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views import defaults

AGAIN_S = 2
logger = logging.getLogger(__name__)


def is_away(error: BaseException | None) -> bool:
    """True when an error says that the database cannot answer now, and not that a question to it is wrong."""
    if isinstance(error, InterfaceError):
        return True
    # SQLite calls wrong questions operational too; they have this code and no other.
    is_wrong = getattr(getattr(error, "__cause__", None), "sqlite_errorname", "") == "SQLITE_ERROR"
    return isinstance(error, OperationalError) and not is_wrong


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to a request that raised something; Django calls it while the exception is being handled."""
    error = sys.exc_info()[1]
    if not is_away(error):
        return defaults.server_error(request)
    logger.warning("%s: the database does not answer: %s", request.path, error)
    answer = unavailable()
    # A line for each is enough: Django would add the traceback.
    answer._has_been_logged = True  # type: ignore[attr-defined]
    return answer


def unavailable() -> HttpResponse:
    """The page in words; it asks nothing of the database."""
    text = loader.get_template("503.html").render({"again_s": AGAIN_S})
    return HttpResponse(text, status=503, headers={"Retry-After": str(AGAIN_S), "Cache-Control": "no-store"})
