"""Markdown that people write, as HTML that is safe on a page: what is not listed here does not come through."""

from __future__ import annotations

import functools

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

LENGTH_MOST = 60_000
TAGS = {
    *("p", "br", "hr", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *("h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td", "sub", "sup"),
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}


@functools.lru_cache(maxsize=512)
def html_of(text: str) -> SafeString:
    """The HTML of a text. Raw HTML in it is shown as it was written; headings begin below those of the page."""
    rendered = _reader().render(text[:LENGTH_MOST]).replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    cleaned = nh3.clean(rendered, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener nofollow")
    # Cleaned by the list above, character by character: nothing in it can act.
    return mark_safe(cleaned)  # noqa: S308


@functools.cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")
