"""The front door and the fuse box: wires rooms, owns no rule."""

from sandbox.celery import app as celery_app

__all__ = ["celery_app"]
