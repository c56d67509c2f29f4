"""Settings of the tests: a secret and a database of their own, quick passwords."""

import os
import secrets

from sandbox.settings.base import *  # noqa: F403

SECRET_KEY = os.environ.get("SECRET_KEY") or secrets.token_urlsafe(48)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
REAPS = False
