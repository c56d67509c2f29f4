"""The small lesson, for every test of attempts."""

from tests.apps.lesson import shelf

__all__ = ["shelf"]
