"""Numbers that programs read out of a page are the same in every language."""

import pytest
from django.conf import settings
from django.template import engines
from django.utils import translation


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_a_number_in_an_attribute_has_a_point_in_every_language(language: str) -> None:
    template = engines["django"].from_string('<rect width="{{ width }}" height="{{ height|floatformat:1 }}"/>')
    with translation.override(language):
        assert template.render({"width": 12.5, "height": 0.25}) == '<rect width="12.5" height="0.3"/>'
