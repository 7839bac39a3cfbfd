"""The processes of the demo, started again when they end."""

import signal
import subprocess
import sys
import time
from collections import deque
from dataclasses import dataclass, field

from .errors import EmbeddedError
from .options import ROOT
from .processes import ends_with_parent, signal_group, wait_until

MAX_ENDS = 5
WITHIN_SECONDS = 60
GRACE_SECONDS = 8


@dataclass
class Child:
    """One program, alone with its helpers in a process group, so that none of them is left behind."""

    name: str
    command: list[str]
    process: subprocess.Popen | None = None
    ends: deque[float] = field(default_factory=lambda: deque(maxlen=MAX_ENDS))

    def start(self) -> None:
        """Start it; the kernel ends it with us."""
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            self.command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=ends_with_parent(signal.SIGTERM),
        )

    def wait(self) -> int:
        """Wait for its end and return the exit code."""
        assert self.process is not None
        return self.process.wait()

    def mend(self) -> None:
        """Start it again if it has ended; ``EmbeddedError`` if it keeps ending."""
        if self.process is None or self.process.poll() is None:
            return
        code = self.process.returncode
        signal_group(self.process.pid, signal.SIGKILL)  # helpers of a killed program
        self.ends.append(time.monotonic())
        if len(self.ends) == MAX_ENDS and self.ends[-1] - self.ends[0] < WITHIN_SECONDS:
            raise EmbeddedError(
                f"The {self.name} ended {MAX_ENDS} times within a minute; see the messages above."
            )
        print(f"The {self.name} ended ({_how(code)}) and is started again.", flush=True)
        self.start()


def stop_all(children: list[Child]) -> None:
    """Ask all to end, wait a moment, then insist."""
    running = [child.process for child in children if child.process is not None]
    for process in running:
        signal_group(process.pid, signal.SIGTERM)
    wait_until(lambda: all(process.poll() is not None for process in running), GRACE_SECONDS)
    for process in running:
        signal_group(process.pid, signal.SIGKILL)
        process.wait()


def manage(*arguments: str) -> list[str]:
    """The command line of one of our commands."""
    return [sys.executable, str(ROOT / "manage.py"), *arguments]


def _how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
