"""The demo's options, for its command and for the supervisor that runs before Django is there."""

import argparse
import os
from dataclasses import dataclass
from pathlib import Path

from .errors import EmbeddedError

ROOT = Path(__file__).resolve().parents[2]
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what is listened on, and where that is reached


@dataclass(frozen=True)
class Address:
    """Where the web server listens."""

    host: str
    port: int

    @property
    def reachable_host(self) -> str:
        """A host of this machine under which the server answers."""
        return ANYWHERE.get(self.host, self.host)

    @property
    def url(self) -> str:
        """The address to open in a browser."""
        host = self.reachable_host
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--bind", metavar="HOST:PORT", default="127.0.0.1:8000", help="where to listen (default: %(default)s)"
    )
    parser.add_argument(
        "--data",
        metavar="DIR",
        default=os.environ.get("PORTAL_DATA") or str(ROOT / "var"),
        help="folder for the database and all files (default: %(default)s)",
    )
    parser.add_argument("--reset", action="store_true", help="forget everything and load the demo afresh")


def address(text: str) -> Address:
    """Read ``HOST:PORT``; ``EmbeddedError`` if that is not one."""
    host, _colon, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise EmbeddedError(f"--bind wants HOST:PORT, such as 127.0.0.1:8000, not {text!r}.")
    return Address(host, int(port))


def data_dir(text: str) -> Path:
    """The data folder with all symbolic links followed."""
    return Path(text).expanduser().resolve()
