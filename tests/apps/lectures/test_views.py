"""Giving a lecture, from the page alone."""

from __future__ import annotations

import pytest

from apps.lectures.models import Lecture
from tests.people import Someone

pytestmark = pytest.mark.django_db


def test_a_lecture_needs_no_design_of_ones_own(nobody: Someone) -> None:
    page = nobody.client.get("/lectures/").content.decode()
    assert '<option value="mini-streaming">' in page
    assert '<option value="empty">' not in page
    made = nobody.client.post("/lectures/", {"title": "Queues", "design": "mini-streaming"})
    assert made.status_code == 302
    assert len(Lecture.objects.get().document["components"]) > 5
    refused = nobody.client.post("/lectures/", {"title": "Queues", "design": "no-such-design"})
    assert refused.status_code == 422
    assert "Choose one of the designs" in refused.content.decode()
