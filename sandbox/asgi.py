"""The web process: pages over HTTP, runs over websockets."""

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
from sandbox import collector
from sandbox.routing import sockets

application = ProtocolTypeRouter({"http": pages, "websocket": sockets})

if settings.REAPS:
    reaper.start()
    # Addresses are loaded with the first request otherwise.
    import_module(settings.ROOT_URLCONF)
    collector.take_over()
