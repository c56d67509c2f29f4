"""Who may do what: one entry for every URL name and method, and for every message of a socket.

A route without an entry fails the start (`undeclared_routes`); a method without one answers 405. The tests
of permissions are generated from these tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any, TypeVar, cast

from django.core.checks import CheckMessage, Error
from django.db.models import Model
from django.http import Http404, HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver

from apps.common.models import OwnedQuerySet

Owned = TypeVar("Owned", bound=Model)


class Who(Enum):
    """Who may use a route. A visitor is a person without an account; the first write makes one."""

    ANYONE = "anyone"
    VISITOR = "visitor"
    OWNER = "owner"
    OWNER_OR_PUBLIC = "owner_or_public"
    # Owner or guest of a run; candidate or interviewer; teacher or learner of a lecture. The interviewer alone.
    PARTY = "party"
    # Whoever has the token in the address; the view finds what it leads to.
    LINK = "link"
    INTERVIEWER = "interviewer"
    # With an account, so that what they join and make stays theirs on every machine.
    ACCOUNT = "account"
    # In a class: anybody in it; an assistant or an instructor; an instructor.
    MEMBER = "member"
    STAFF = "staff"
    INSTRUCTOR = "instructor"


# How rows are reached by people of each sort; a query set has the method, or nobody reaches its rows that way.
REACH: dict[Who, str] = {
    Who.OWNER: "owned_by",
    Who.VISITOR: "owned_by",
    Who.ACCOUNT: "owned_by",
    Who.OWNER_OR_PUBLIC: "visible_to",
    Who.PARTY: "shared_with",
    Who.INTERVIEWER: "led_by",
    Who.MEMBER: "joined_by",
    Who.STAFF: "assisted_by",
    Who.INSTRUCTOR: "taught_by",
}
NEEDS_ACCOUNT = frozenset({Who.ACCOUNT, Who.MEMBER, Who.STAFF, Who.INSTRUCTOR})

ROUTES: dict[str, dict[str, Who]] = {
    "landing": {"GET": Who.ANYONE},
    "showcase": {"POST": Who.ANYONE},
    "health": {"GET": Who.ANYONE},
    "catalogue": {"GET": Who.ANYONE},
    "fidelity": {"GET": Who.ANYONE},
    "schema": {"GET": Who.ANYONE},
    "term_list": {"GET": Who.ANYONE},
    "term_page": {"GET": Who.ANYONE},
    "term_shown": {"GET": Who.ANYONE},
    "term_run": {"POST": Who.VISITOR},
    "sign_up": {"GET": Who.ANYONE, "POST": Who.ANYONE},
    "log_in": {"GET": Who.ANYONE, "POST": Who.ANYONE},
    "language": {"POST": Who.ANYONE},
    "tour": {"POST": Who.VISITOR},
    "log_out": {"POST": Who.ANYONE},
    "design_list": {"GET": Who.VISITOR, "POST": Who.VISITOR},
    "design_page": {"GET": Who.OWNER},
    "design_document": {"GET": Who.OWNER, "PUT": Who.OWNER},
    "design_delete": {"POST": Who.OWNER},
    "design_estimate": {"POST": Who.OWNER},
    "design_import": {"GET": Who.VISITOR, "POST": Who.VISITOR},
    "design_export": {"GET": Who.OWNER},
    "design_format": {"GET": Who.OWNER},
    "token_list": {"GET": Who.ACCOUNT, "POST": Who.ACCOUNT},
    "token_revoke": {"POST": Who.OWNER},
    "api_docs": {"GET": Who.ANYONE},
    "api_schema": {"GET": Who.ANYONE},
    # By tokens alone: without one all of these answer 401, whoever is logged in.
    "api_designs": {"GET": Who.VISITOR, "POST": Who.VISITOR},
    "api_templates": {"GET": Who.VISITOR},
    "api_design": {"GET": Who.OWNER, "PUT": Who.OWNER, "DELETE": Who.OWNER},
    "api_estimate": {"GET": Who.OWNER},
    "api_runs": {"GET": Who.VISITOR, "POST": Who.OWNER},
    "api_run": {"GET": Who.OWNER_OR_PUBLIC},
    "api_frames": {"GET": Who.OWNER_OR_PUBLIC},
    "api_report": {"GET": Who.OWNER_OR_PUBLIC},
    "api_file": {"GET": Who.OWNER_OR_PUBLIC},
    "api_control": {"POST": Who.OWNER},
    "api_interventions": {"POST": Who.PARTY},
    "api_experiments": {"GET": Who.VISITOR, "POST": Who.OWNER},
    "api_experiment": {"GET": Who.OWNER},
    "api_experiment_cancel": {"POST": Who.OWNER},
    "api_tokens": {"GET": Who.VISITOR},
    "gallery": {"GET": Who.ANYONE},
    "link_list": {"GET": Who.VISITOR},
    "link_revoke": {"POST": Who.OWNER},
    "design_share": {"GET": Who.OWNER, "POST": Who.OWNER},
    "run_share": {"GET": Who.OWNER, "POST": Who.OWNER},
    "shared_page": {"GET": Who.LINK},
    "shared_copy": {"POST": Who.LINK},
    "shared_embed": {"GET": Who.LINK},
    "shared_part": {"GET": Who.LINK},
    "design_runs": {"GET": Who.OWNER},
    "design_versions": {"GET": Who.OWNER},
    "design_version": {"GET": Who.OWNER, "POST": Who.OWNER},
    "block_list": {"GET": Who.VISITOR, "POST": Who.VISITOR},
    "block": {"GET": Who.OWNER},
    "block_delete": {"POST": Who.OWNER},
    "experiment_list": {"GET": Who.VISITOR},
    "design_experiments": {"GET": Who.OWNER},
    "experiment_new": {"GET": Who.OWNER, "POST": Who.OWNER},
    "experiment_page": {"GET": Who.OWNER},
    "experiment_cancel": {"POST": Who.OWNER},
    "experiment_name": {"POST": Who.OWNER},
    "experiment_delete": {"POST": Who.OWNER},
    "experiment_table": {"GET": Who.OWNER},
    "run_history": {"GET": Who.VISITOR},
    "run_name": {"POST": Who.OWNER},
    "run_create": {"POST": Who.OWNER},
    "run_page": {"GET": Who.OWNER_OR_PUBLIC},
    "run_panel": {"GET": Who.OWNER_OR_PUBLIC},
    "run_control": {"POST": Who.OWNER},
    "run_interventions": {"POST": Who.PARTY},
    "run_fork": {"POST": Who.OWNER_OR_PUBLIC},
    "run_export": {"GET": Who.OWNER_OR_PUBLIC},
    "run_format": {"GET": Who.OWNER_OR_PUBLIC},
    "run_log": {"GET": Who.OWNER_OR_PUBLIC},
    "run_report": {"GET": Who.OWNER_OR_PUBLIC},
    "run_trace": {"GET": Who.OWNER_OR_PUBLIC},
    "run_others": {"GET": Who.OWNER_OR_PUBLIC},
    "run_advice": {"GET": Who.OWNER_OR_PUBLIC},
    "run_frames": {"GET": Who.OWNER_OR_PUBLIC},
    "run_events": {"GET": Who.OWNER_OR_PUBLIC},
    "run_result": {"GET": Who.OWNER_OR_PUBLIC},
    "run_document": {"GET": Who.OWNER_OR_PUBLIC},
    "lesson_list": {"GET": Who.ANYONE},
    "attempt_begin": {"GET": Who.ANYONE, "POST": Who.VISITOR},
    "attempt_page": {"GET": Who.OWNER},
    "attempt_history": {"GET": Who.OWNER},
    "attempt_sheet": {"GET": Who.OWNER},
    "attempt_step": {"POST": Who.OWNER},
    "attempt_answer": {"PUT": Who.OWNER},
    "attempt_outcome": {"GET": Who.OWNER},
    "attempt_run": {"POST": Who.OWNER},
    "attempt_check": {"POST": Who.OWNER},
    "attempt_sandbox": {"POST": Who.OWNER},
    "check_page": {"GET": Who.OWNER},
    "check_cancel": {"POST": Who.OWNER},
    "check_restore": {"POST": Who.OWNER},
    "interview_list": {"GET": Who.ANYONE},
    "interview_begin": {"POST": Who.VISITOR},
    "sitting_page": {"GET": Who.OWNER},
    "sitting_panel": {"GET": Who.OWNER},
    "sitting_move": {"POST": Who.OWNER},
    "sitting_ask": {"POST": Who.OWNER},
    "sitting_sum": {"POST": Who.OWNER},
    "sitting_prompt": {"POST": Who.OWNER},
    "sitting_decision": {"POST": Who.OWNER},
    "sitting_throw": {"POST": Who.PARTY},
    "sitting_news": {"GET": Who.PARTY},
    "sitting_document": {"GET": Who.PARTY},
    "sitting_invite": {"POST": Who.OWNER},
    "sitting_join": {"GET": Who.ANYONE, "POST": Who.VISITOR},
    "sitting_desk": {"GET": Who.INTERVIEWER},
    "sitting_guide": {"GET": Who.INTERVIEWER},
    "sitting_remark": {"POST": Who.INTERVIEWER},
    "sitting_swap": {"POST": Who.PARTY},
    "sitting_notice": {"POST": Who.OWNER},
    "sitting_finish": {"POST": Who.OWNER},
    "sitting_report": {"GET": Who.PARTY},
    "sitting_judge": {"POST": Who.PARTY},
    "lecture_list": {"GET": Who.VISITOR, "POST": Who.VISITOR},
    "lecture_join": {"GET": Who.ANYONE, "POST": Who.VISITOR},
    "lecture_page": {"GET": Who.OWNER},
    "lecture_ask": {"POST": Who.OWNER},
    "lecture_start": {"POST": Who.OWNER},
    "lecture_inject": {"POST": Who.OWNER},
    "lecture_doors": {"POST": Who.OWNER},
    "seat_page": {"GET": Who.OWNER},
    "seat_answer": {"POST": Who.OWNER},
    "attempt_preview": {"POST": Who.OWNER},
    "authored_list": {"GET": Who.ANYONE, "POST": Who.ACCOUNT},
    "authored_import": {"POST": Who.ACCOUNT},
    "authored_shared": {"GET": Who.ANYONE, "POST": Who.ACCOUNT},
    "authored_page": {"GET": Who.OWNER, "POST": Who.OWNER},
    "authored_delete": {"POST": Who.OWNER},
    "authored_copy": {"POST": Who.OWNER},
    "authored_export": {"GET": Who.OWNER},
    "authored_sandbox": {"POST": Who.OWNER},
    "authored_proof": {"GET": Who.OWNER, "POST": Who.OWNER},
    "authored_proof_stop": {"POST": Who.OWNER},
    "authored_publish": {"POST": Who.OWNER},
    "authored_listing": {"POST": Who.OWNER},
    "authored_sharing": {"POST": Who.OWNER},
    "class_list": {"GET": Who.VISITOR, "POST": Who.ACCOUNT},
    "class_join": {"GET": Who.ANYONE, "POST": Who.ACCOUNT},
    "class_page": {"GET": Who.MEMBER},
    "class_settings": {"POST": Who.INSTRUCTOR},
    "class_member": {"POST": Who.INSTRUCTOR},
    "class_leave": {"POST": Who.MEMBER},
    "class_board": {"GET": Who.STAFF},
    "class_gradebook": {"GET": Who.STAFF},
    "class_gradebook_csv": {"GET": Who.STAFF},
    "assignment_create": {"POST": Who.INSTRUCTOR},
    "assignment_change": {"POST": Who.INSTRUCTOR},
    "assignment_extend": {"POST": Who.INSTRUCTOR},
    "assignment_open": {"POST": Who.MEMBER},
    "assignment_regrade": {"POST": Who.INSTRUCTOR},
    "assignment_work": {"GET": Who.STAFF},
    "assignment_wall": {"GET": Who.STAFF},
    "assignment_sheet": {"GET": Who.STAFF},
}

SOCKETS: dict[str, dict[str, Who]] = {
    "run_socket": {"connect": Who.OWNER_OR_PUBLIC, "hello": Who.OWNER_OR_PUBLIC},
    "lecture_socket": {"connect": Who.PARTY},
}


def allowed_methods(route: str) -> set[str]:
    """The methods that a route answers; HEAD goes with GET."""
    methods = set(ROUTES[route])
    return methods | {"HEAD"} if "GET" in methods else methods


def who_may(route: str, method: str) -> Who:
    """The entry of a route."""
    return ROUTES[route]["GET" if method == "HEAD" else method]


def within(rows: OwnedQuerySet, who: Who, person: Any) -> OwnedQuerySet:
    """The rows that `person` may reach through a route open to `who`."""
    return cast(OwnedQuerySet, getattr(rows, REACH[who])(person))


def found(request: HttpRequest, model: type[Owned], row_id: Any) -> Owned:
    """The row, if the route's entry lets this person reach it; otherwise it does not exist."""
    assert request.resolver_match is not None
    who = who_may(request.resolver_match.view_name, request.method or "GET")
    rows = cast(OwnedQuerySet, model._default_manager.all())
    row = within(rows, who, request.person).filter(pk=row_id).first()  # type: ignore[attr-defined]
    if row is None:
        raise Http404
    return cast(Owned, row)


def route_names() -> Iterator[str]:
    """The name of every URL of the site."""
    return _names(get_resolver().url_patterns)


def undeclared_routes(**_kwargs: Any) -> list[CheckMessage]:
    """A system check: every route is in the table, and the table holds no route that is gone."""
    names = set(route_names())
    missing = [f"the route {name!r} is not in apps.common.policy" for name in sorted(names - set(ROUTES))]
    gone = [f"apps.common.policy names {name!r}, which is no route" for name in sorted(set(ROUTES) - names)]
    return [Error(sentence, id="policy.E001") for sentence in missing + gone]


def _names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns)
        else:
            yield pattern.name or str(pattern.pattern)
