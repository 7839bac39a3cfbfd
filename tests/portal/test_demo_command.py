"""``manage.py demo`` as people run it: one real demo in a folder of its own, with everything that may happen to it."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from portal.embedded.accounts import ACCOUNTS, table
from portal.embedded.processes import wait_until

ROOT = Path(__file__).resolve().parents[2]
FIRST_START_SECONDS = 240  # about 60 alone on two cores; the suite runs beside it
START_SECONDS = 120
NOT_OURS = ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "SITE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Demo:
    """The command in a folder, started and ended as often as the tests like."""

    def __init__(self, data: Path):
        self.data = data
        self.port = free_port()
        self.process: subprocess.Popen | None = None
        self.said: list[str] = []

    @property
    def text(self) -> str:
        return "".join(self.said)

    def command(self, *arguments: str) -> list[str]:
        bind = () if "--bind" in arguments else ("--bind", f"127.0.0.1:{self.port}")
        return [sys.executable, "manage.py", "demo", "--data", str(self.data), *bind, *arguments]

    def start(self, seconds: float = START_SECONDS, until: str = "is open at") -> None:
        self.said = []
        self.process = subprocess.Popen(
            self.command(),
            cwd=ROOT,
            env={name: value for name, value in os.environ.items() if name not in NOT_OURS},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        threading.Thread(target=self._listen, args=(self.process.stdout, self.said), daemon=True).start()
        assert wait_until(lambda: until in self.text or self.process.poll() is not None, seconds), self.text
        assert until in self.text, self.text

    @staticmethod
    def _listen(stream, said) -> None:
        with suppress(ValueError):
            said.extend(iter(lambda: stream.read(1), ""))
        stream.close()

    def run(self, *arguments: str) -> tuple[int, str]:
        """Start a second one and wait for its end: exit code and what it said."""
        done = subprocess.run(self.command(*arguments), cwd=ROOT, capture_output=True, text=True, timeout=60)
        return done.returncode, done.stdout + done.stderr

    def ensure(self) -> None:
        if self.process is None or self.process.poll() is not None:
            self.start()

    def end(self, number: int = signal.SIGINT) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(30)

    def processes(self) -> list[psutil.Process]:
        """The supervisor and everything alive that it started, found by the environment it was given."""
        found = [psutil.Process(self.process.pid)] if self.process and self.process.poll() is None else []
        for process in psutil.process_iter():
            with suppress(psutil.Error, OSError):
                ours = process.environ().get("PORTAL_DATA") == str(self.data)
                if ours and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
        return found

    def find(self, word: str) -> psutil.Process:
        """A process by a word of its command line."""
        for process in self.processes():
            with suppress(psutil.Error):
                if any(word in part for part in process.cmdline()):
                    return process
        raise LookupError(word)

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, ""
        except OSError:
            return 0, ""

    def is_ready(self) -> bool:
        return self.get("/readyz")[0] == 200


@pytest.fixture(scope="module")
def demo(server_folder):
    """A demo whose first loading was killed half-way and finished by the second start."""
    demo = Demo(server_folder / "data")
    demo.start(FIRST_START_SECONDS, until="Vocabularies")
    demo.end(signal.SIGKILL)
    demo.killed_with = demo.text
    assert wait_until(lambda: demo.processes() == [], 40), demo.processes()
    demo.start(FIRST_START_SECONDS)
    demo.first = demo.text
    yield demo
    if demo.process.poll() is None:
        demo.end()


@pytest.fixture
def running(demo):
    demo.ensure()
    return demo


def test_a_killed_first_load_is_finished_by_the_next_start(demo):
    assert "Navigation" not in demo.killed_with
    assert re.search(r"Good practices … \d+ practices \(\d+\.\d s\)", demo.first)
    assert "Navigation … " in demo.first


def test_the_start_shows_address_and_accounts(demo):
    assert table() in demo.first
    assert f"The Alliance is open at http://127.0.0.1:{demo.port}/" in demo.first
    assert len(ACCOUNTS) == 17


def test_the_demo_serves_pages_and_their_style(running):
    status, page = running.get("/en/")
    style = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', page)
    assert status == 200
    assert running.get(style[1])[0] == 200
    assert running.get("/readyz")[1].startswith('{"status": "ok"')


def test_a_second_start_loads_nothing(running):
    running.end()
    running.start()
    assert "Good practices" not in running.text


def test_a_second_one_on_the_same_folder_says_so(running):
    code, text = running.run("--bind", f"127.0.0.1:{free_port()}")
    assert code == 1
    assert re.fullmatch(r"The demo runs already on .*\. End it there with Ctrl-C, or choose .*\n", text)
    assert running.is_ready()


def test_a_taken_port_is_named(running, tmp_path):
    other = Demo(tmp_path)
    code, text = other.run("--bind", f"127.0.0.1:{running.port}")
    assert code == 1
    assert text == f"127.0.0.1:{running.port} is taken by another program; choose another with --bind.\n"
    assert not (tmp_path / "postgres").exists()


@pytest.mark.parametrize("bind", ["8000", "localhost", "127.0.0.1:0", "127.0.0.1:99999", "192.0.2.1:8000"])
def test_a_wrong_address_is_one_sentence(tmp_path, bind):
    code, text = Demo(tmp_path).run("--bind", bind)
    assert (code, text.count("\n")) == (1, 1)
    assert text.startswith("--bind")


@pytest.mark.parametrize(
    "word", ["granian", "run_worker", "tick", "pginstall", "portal.embedded.keeper"], ids=lambda word: word
)
def test_a_killed_process_comes_back(running, word):
    victim = running.find(word)
    victim.kill()
    assert wait_until(lambda: not victim.is_running() or victim.status() == psutil.STATUS_ZOMBIE, 10)

    def mended() -> bool:
        with suppress(LookupError):
            return running.find(word).pid != victim.pid and running.is_ready()
        return False

    assert wait_until(mended, 60, pause=0.2), running.text


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_demo_leaves_nothing(running, number):
    assert running.end(number) == 0
    assert running.processes() == []
    assert running.get("/livez")[0] == 0
    assert running.text.endswith("Stopped.\n")


def test_a_killed_supervisor_takes_everything_along(running):
    running.end(signal.SIGKILL)
    assert wait_until(lambda: running.processes() == [], 40), running.processes()
    running.start()
    assert running.is_ready()


def test_everything_killed_at_once_hinders_no_next_start(running):
    for process in running.processes():
        with suppress(psutil.NoSuchProcess):
            process.kill()
    running.process.wait(10)
    running.start()
    assert running.is_ready()


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("no folder")
    code, text = Demo(tmp_path / "file" / "data").run()
    assert (code, text.count("\n")) == (1, 1)
    assert text.startswith("The data folder ")
