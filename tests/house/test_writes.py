"""Only actions and execution write to the database."""

import ast

from tests.house.tree import name_of, python_files

WRITES = {"save", "create", "bulk_create", "get_or_create", "update_or_create", "update", "bulk_update", "delete"}
# Accounts of who was served, quotas and shared results change in the transactions of actions and of execution.
MAY_WRITE = {"actions", "execution", "served", "quotas", "shared", "migrations"}


def test_views_queries_and_models_do_not_write() -> None:
    astray = [
        f"{name_of(file)}:{node.lineno} .{node.func.attr}()"
        for file in python_files("apps")
        if not MAY_WRITE & {*file.parts, file.stem}
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
        and _on_rows(node.func.value)
    ]
    assert not astray, f"a write belongs to actions or execution: {astray}"


def _on_rows(owner: ast.expr) -> bool:
    """True for `….objects.…`: dictionaries and hashes have an update of their own."""
    return "objects" in ast.unparse(owner)
