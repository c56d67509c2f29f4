from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from apps.api import views
from apps.api.interface import api


def _answering(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view of a path; HEAD is answered as GET is, without the body. Nothing here looks at cookies, so that no
    other site can make a browser ask in somebody's name."""

    @csrf_exempt
    @wraps(view, assigned=())
    def answer(request: HttpRequest, *words: Any, **named: Any) -> HttpResponse:
        if request.method == "HEAD":
            request.method = "GET"
        return view(request, *words, **named)

    return answer


operations = [
    path(f"api/{each.pattern}", _answering(each.callback), name=each.name)
    for each in api.urls[0]
    if isinstance(each, URLPattern) and each.name != "api-root"
]

urlpatterns = [
    path("tokens/", views.token_list, name="token_list"),
    path("tokens/<uuid:token_id>/revoke/", views.token_revoke, name="token_revoke"),
    path("api/docs/", views.api_docs, name="api_docs"),
    path("api/openapi.json", views.api_schema, name="api_schema"),
    *operations,
]
