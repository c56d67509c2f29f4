import pkgutil
import subprocess
import sys

import pytest

import engine.components
import engine.failures
import engine.policies
import engine.workloads
from engine.design.discovery import component_types, failure_types, policy_types, workload_types
from tests.house.tree import ROOT


@pytest.mark.parametrize(
    ("package", "found"),
    [
        (engine.components, component_types),
        (engine.failures, failure_types),
        (engine.policies, policy_types),
        (engine.workloads, workload_types),
    ],
)
def test_every_file_of_a_folder_of_kinds_is_found_under_its_own_name(package: object, found: object) -> None:
    files = sorted(module.name for module in pkgutil.iter_modules(package.__path__))  # type: ignore[attr-defined]
    assert list(found()) == files  # type: ignore[operator]
    assert files


def test_every_kind_can_be_imported_alone() -> None:
    names = [
        module.name
        for package in (engine.components, engine.failures, engine.policies, engine.workloads)
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
    ]
    for name in names:
        code = f"import sys, {name}; sys.exit('engine.catalogue' in sys.modules or 'numba' in sys.modules)"
        assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0, name
