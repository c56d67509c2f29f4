"""What was started is ended, with all that it started in turn."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from start import processes
from start.environment import StepFailed

# A parent that will not listen to SIGTERM and has a child of its own, whose number it writes down.
STUBBORN = """
import pathlib, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
pathlib.Path(sys.argv[1]).write_text(str(child.pid))
time.sleep(600)
"""


def test_a_process_that_will_not_stop_is_ended_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "GRACE_S", 0.2)
    written = tmp_path / "child"
    process = subprocess.Popen([sys.executable, "-c", STUBBORN, str(written)], start_new_session=True)
    while not (written.exists() and written.read_text()):
        time.sleep(0.02)
    processes.end([processes.Child("stubborn", process)])
    assert process.returncode is not None
    assert _is_gone(int(written.read_text()))


def test_free_ports_are_those_that_nobody_listens_on() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert processes.free_port(port) > port


def test_a_port_that_never_answers_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "WAIT_S", 0.1)
    with pytest.raises(StepFailed, match="the broker did not start"):
        processes.wait_for_port(processes.free_port(7900), "the broker")


def test_the_environment_of_a_person_wins_over_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "mine")
    settings = processes.settings_environment(8000)
    assert settings["SECRET_KEY"] == "mine"
    assert settings["BACKLOT_ADDRESS"].endswith(":8000") or "BACKLOT_ADDRESS" in os.environ


def _is_gone(number: int) -> bool:
    """True once the process has ended (a zombie whose parent is gone counts as ended)."""
    for _ in range(100):
        stat = Path(f"/proc/{number}/stat")
        if not stat.exists() or stat.read_text().split(")")[1].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False
