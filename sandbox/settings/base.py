"""Every setting in one place; what differs between machines comes from the environment."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from kombu import Queue

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
# What people learn from: folders of lessons, scenarios and interviews.
CONTENT = Path(os.environ.get("BACKLOT_CONTENT") or ROOT / "content")

# Without SECRET_KEY in the environment Django refuses to start: there is no secret in this repository.
SECRET_KEY = os.environ.get("SECRET_KEY", "")
DEBUG = os.environ.get("BACKLOT_DEBUG") == "1"
# Whether the tour of the sandbox comes by itself to who is there for the first time; not where machines are tried out.
HAS_FIRST_TOUR = os.environ.get("BACKLOT_TOUR") != "no"
ADDRESS = os.environ.get("BACKLOT_ADDRESS", "http://localhost:8000")
IS_SECURE = urlsplit(ADDRESS).scheme == "https"
ALLOWED_HOSTS = [urlsplit(ADDRESS).hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "channels",
    "csp",
    "django_htmx",
    "apps.common",
    "apps.accounts",
    "apps.designs",
    "apps.runs",
    "apps.experiments",
    "apps.authoring",
    "apps.progress",
    "apps.classes",
    "apps.interviews",
    "apps.lectures",
    "apps.sharing",
    "apps.api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "apps.accounts.middleware.PersonMiddleware",
    "apps.common.middleware.PolicyMiddleware",
]

ROOT_URLCONF = "sandbox.urls"
ASGI_APPLICATION = "sandbox.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.template.context_processors.i18n",
            ],
            "loaders": [
                ("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"]),
            ]
            if not DEBUG
            else ["django.template.loaders.filesystem.Loader"],
        },
    }
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASE = dj_database_url.parse(os.environ.get("DATABASE_URL") or f"sqlite:///{VAR / 'backlot.sqlite3'}")
if DATABASE["ENGINE"].endswith("sqlite3"):
    # A deferred transaction that reads and then writes fails at once when another writes; IMMEDIATE waits its turn.
    DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DATABASES: dict[str, Any] = {"default": DATABASE}

REDIS_URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379")
# Every web process looks for runs that nobody computes; tests do it by hand.
REAPS = True
# redis-py 8 gives sockets a timeout of 5 s and pools 100 connections: a quiet layer dies, a busy one runs dry.
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [{"address": REDIS_URL, "socket_timeout": None, "max_connections": 4096}]},
    }
}

CELERY_BROKER_URL = REDIS_URL
CELERY_PREFIX = "backlot:"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# The three settings must agree; the sweep is made every 10 s instead of every 100 s.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "global_keyprefix": CELERY_PREFIX,
    "socket_connect_timeout": 2,
}
# Runs that somebody waits for and runs in the background ring at different doors; a worker answers at both unless
# it is told otherwise (`celery worker -Q live`), and takes runs of the lanes that ring where it answers.
CELERY_TASK_QUEUES = [Queue("live"), Queue("batch")]
CELERY_TASK_DEFAULT_QUEUE = "live"
CELERY_TASK_ACKS_LATE = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_STORE_EAGER_RESULT = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = int(os.environ.get("BACKLOT_WORKERS", min(os.cpu_count() or 1, 4)))
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 2_000_000  # kB
CELERY_TIMEZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "log_in"
LOGIN_REDIRECT_URL = "design_list"
LOGOUT_REDIRECT_URL = "landing"

TIME_ZONE = "UTC"
USE_TZ = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = ["sandbox.formats"]
LANGUAGE_COOKIE_NAME = "backlot_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600

# A little more than the longest document: the reader of documents says in words what is too long.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4_200_000
# The editor of a scenario is the largest form: some fields for each component, failure and check.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_HANDLERS: list[str] = []

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_SECURE
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [ADDRESS]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 31_536_000 if IS_SECURE else 0
X_FRAME_OPTIONS = "DENY"
if IS_SECURE:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # Pages that do not exist and what is refused are nobody's alarm.
    "loggers": {"django.request": {"level": "ERROR"}},
    "root": {"handlers": ["console"], "level": os.environ.get("BACKLOT_LOG", "WARNING")},
}
