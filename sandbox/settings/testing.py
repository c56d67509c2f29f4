"""Settings of the tests: a secret, a database and a broker of their own, quick passwords."""

import os
import secrets
import socket

from sandbox.settings.base import *  # noqa: F403
from sandbox.settings.base import CHANNEL_LAYERS, DATABASES, VAR

SECRET_KEY = secrets.token_urlsafe(48)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
REAPS = False

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, because sockets are tested from several threads.
    VAR.mkdir(exist_ok=True)
    DATABASES["default"]["TEST"] = {"NAME": VAR / f"test-{os.getpid()}.sqlite3"}

with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    BROKER_PORT = probe.getsockname()[1]
REDIS_URL = CELERY_BROKER_URL = f"redis://127.0.0.1:{BROKER_PORT}"
CHANNEL_LAYERS["default"]["CONFIG"]["hosts"][0]["address"] = REDIS_URL  # type: ignore[index]
