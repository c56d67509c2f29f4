"""The web process: pages over HTTP, runs over websockets."""

import gc
import os
import warnings
from importlib import import_module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sandbox.settings")

# WhiteNoise hands files over as iterators, which Django reads whole and warns about at every one.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

from django.core.asgi import get_asgi_application

pages = get_asgi_application()

from channels.routing import ProtocolTypeRouter
from django.conf import settings

from apps.runs.tasks import reaper
from sandbox.routing import sockets

application = ProtocolTypeRouter({"http": pages, "websocket": sockets})

if settings.REAPS:
    reaper.start()

# What is loaded by now stays for good, and whoever watches a run leaves little behind that only the collector can find.
# Left to itself it looked through all of it every few seconds, and five hundred viewers waited 200 ms for it.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
gc.set_threshold(5_000, 10, 50)
