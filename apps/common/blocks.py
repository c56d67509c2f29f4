"""Fragments: a named block of a full page, rendered alone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.template.base import NodeList
from django.template.context import make_context
from django.template.loader_tags import BlockNode


def rendered(
    request: HttpRequest, template: str, context: dict[str, Any], block: str, status: int = 200
) -> HttpResponse:
    """The block alone when htmx asks, else the whole page; caches keep the two apart."""
    is_fragment = bool(getattr(request, "htmx", False)) and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    text = fragment(request, template, context, block) if is_fragment else page(request, template, context)
    return HttpResponse(text, status=status, headers={"Vary": "HX-Request", "Cache-Control": "no-store"})


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> str:
    """The whole page."""
    return loader.render_to_string(template, context, request)


def fragment(request: HttpRequest, template: str, context: dict[str, Any], block: str) -> str:
    """One named block of a page."""
    backend = loader.get_template(template)
    compiled = backend.template  # type: ignore[attr-defined]
    node = _block(compiled.nodelist, block)
    assert node is not None, f"{template} has no block {block}"
    bound = make_context(context, request)
    with bound.bind_template(compiled), bound.render_context.push_state(compiled):
        return node.render(bound)


def _block(nodes: NodeList, name: str) -> BlockNode | None:
    blocks = nodes.get_nodes_by_type(BlockNode)
    return next((node for node in blocks if isinstance(node, BlockNode) and node.name == name), None)
