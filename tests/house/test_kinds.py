"""A kind is one file: nothing else lists kinds or asks which kind something is."""

import ast
import re
import subprocess
import sys

from engine import catalogue
from tests.house.tree import ROOT, name_of, python_files

ASKS_FOR_KIND = re.compile(r"^(component_)?(kind|type)$")


def test_nobody_outside_the_kernel_branches_on_a_kind_of_component_failure_or_traffic() -> None:
    kinds = {*catalogue.components(), *catalogue.failures(), *catalogue.policies(), *catalogue.workloads()}
    ladders = [
        f"{name_of(file)}:{line}"
        for file in python_files("engine", "apps", "sandbox")
        for line in _comparisons(file.read_text(), kinds)
    ]
    assert not ladders, f"let the kind speak for itself: {ladders}"


def test_the_browser_knows_no_kind_by_name() -> None:
    kinds = [*catalogue.components(), *catalogue.failures(), *catalogue.policies(), *catalogue.workloads()]
    told = re.compile("|".join(rf"""["'`]{kind}["'`]""" for kind in kinds))
    named = [name_of(file) for file in (ROOT / "frontend" / "src").rglob("*.ts") if told.search(file.read_text())]
    assert not named, f"draw it from the catalogue: {named}"


def test_no_model_holds_kinds_in_its_choices() -> None:
    assert not [
        name_of(file) for file in python_files("apps") if file.name == "models.py" and "catalogue" in file.read_text()
    ]


def test_every_component_type_has_an_icon() -> None:
    missing = [name for name in catalogue.components() if not (ROOT / "static" / "icons" / f"{name}.svg").exists()]
    assert not missing


def test_the_catalogue_is_read_without_loading_the_compiler() -> None:
    code = "import sys, engine.catalogue as c; c.catalogue_json(); sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def _comparisons(source: str, kinds: set[str]) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Compare)
        and _name(node.left)
        and ASKS_FOR_KIND.match(_name(node.left))
        and _constants(node) & kinds
    ]


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _constants(node: ast.Compare) -> set[object]:
    return {leaf.value for leaf in ast.walk(node) if isinstance(leaf, ast.Constant)}
