"""The embedded PostgreSQL: started, joined, killed, found in the way."""

import os
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psutil
import psycopg2
import pytest

from portal.embedded import postgres
from portal.embedded.cluster import Cluster
from portal.embedded.errors import EmbeddedError
from portal.embedded.locks import FileLock
from portal.embedded.processes import wait_until, working_in

ROOT = Path(__file__).resolve().parents[2]
START = """
import sys
from pathlib import Path
from portal.embedded.postgres import ensure_running
print(ensure_running(Path(sys.argv[1]), durable=False, linger=0.5), flush=True)
if sys.argv[2:] == ["stay"]:
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def initialised(server_folder):
    """A data folder with a cluster that does not run; tests copy it, which is quicker than making one."""
    folder = server_folder / "initialised"
    postgres.ensure_running(folder, durable=False)
    postgres.stop(folder)
    return folder


@pytest.fixture
def tmp_path(server_folder):
    """Instead of pytest's: see ``server_folder``."""
    return Path(tempfile.mkdtemp(dir=server_folder))


@pytest.fixture
def data_dir(initialised, tmp_path):
    folder = tmp_path / "data"
    subprocess.run(["cp", "-a", str(initialised), str(folder)], check=True)
    yield folder
    postgres.stop(folder)


def ask(url: str, sql: str = "SELECT 1"):
    with closing(psycopg2.connect(url)) as link, link.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def start(folder: Path, **options) -> str:
    return postgres.ensure_running(folder, durable=False, **options)


def server_pid(folder: Path) -> int:
    pid = Cluster(folder).pid()
    assert pid is not None
    return pid


def in_another_process(folder: Path, *arguments: str, **options) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", START, str(folder), *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def test_a_server_is_started_and_joined(data_dir):
    url = start(data_dir)
    pid = server_pid(data_dir)
    assert start(data_dir) == url
    assert (ask(url), server_pid(data_dir)) == (1, pid)


def test_text_sorts_and_folds_the_same_everywhere(data_dir):
    url = start(data_dir)
    assert ask(url, "SELECT lower('ÉЁΣ')") == "éёσ"
    assert int(ask(url, "SELECT current_setting('max_connections')")) >= 60


def test_a_folder_is_made_with_all_its_parents(tmp_path):
    folder = tmp_path / "deep" / "er"
    assert ask(start(folder)) == 1
    postgres.stop(folder)
    assert working_in(folder / "postgres", "postgres") == []


def test_a_path_of_any_length_and_script_works(initialised, tmp_path):
    folder = tmp_path / ("x" * 120) / "données, المنصة и 平台"
    folder.parent.mkdir()
    subprocess.run(["cp", "-a", str(initialised), str(folder)], check=True)
    assert ask(start(folder)) == 1
    postgres.stop(folder)


def test_a_killed_server_is_started_again(data_dir):
    os.kill(server_pid_after_start(data_dir), signal.SIGKILL)
    assert ask(start(data_dir)) == 1


def server_pid_after_start(folder: Path) -> int:
    start(folder)
    return server_pid(folder)


def test_stopping_leaves_neither_server_nor_keeper(data_dir):
    """The keeper ends a moment after its server; whoever stops it waits for both."""
    for _turn in range(4):
        server = psutil.Process(server_pid_after_start(data_dir))
        keeper = server.parent()
        postgres.stop(data_dir)
        assert (server.is_running(), keeper.is_running()) == (False, False)


def test_a_killed_keeper_takes_the_server_along_and_both_come_back(data_dir):
    server = psutil.Process(server_pid_after_start(data_dir))
    server.parent().kill()
    assert wait_until(lambda: not server.is_running(), 10)
    assert ask(start(data_dir)) == 1


def test_a_pid_file_that_names_somebody_else_is_not_believed(data_dir):
    process = psutil.Process(server_pid_after_start(data_dir))
    keeper, pid_file = process.parent(), data_dir / "postgres" / "postmaster.pid"
    content = pid_file.read_text()
    keeper.kill()
    process.kill()
    assert wait_until(lambda: not working_in(data_dir / "postgres", "postgres"), 10)
    pid_file.write_text(content.replace(str(process.pid), str(os.getpid()), 1))
    assert ask(start(data_dir)) == 1


def test_starters_at_the_same_time_share_one_server(data_dir):
    with ThreadPoolExecutor() as pool:
        processes = [in_another_process(data_dir) for _number in range(3)]
        said = list(pool.map(lambda process: process.communicate(timeout=60), processes))
    assert {out.strip() for out, _errors in said} == {Cluster(data_dir).url()}


def test_the_server_ends_after_its_last_user(data_dir):
    users = [in_another_process(data_dir, "stay") for _number in range(2)]
    for user in users:
        user.stdout.readline()
    users[0].kill()
    users[0].communicate()
    assert not wait_until(lambda: not working_in(data_dir / "postgres", "postgres"), 2)
    users[1].kill()
    users[1].communicate()
    assert wait_until(lambda: not working_in(data_dir / "postgres", "postgres"), 10)


def test_a_half_made_cluster_is_made_anew(tmp_path):
    (tmp_path / "postgres.new").mkdir()
    (tmp_path / "postgres.new" / "PG_VERSION").write_text("18\n")
    assert ask(start(tmp_path)) == 1
    postgres.stop(tmp_path)


def test_a_cluster_of_another_version_is_refused(data_dir):
    (data_dir / "postgres" / "PG_VERSION").write_text("15\n")
    with pytest.raises(EmbeddedError, match="made by PostgreSQL 15, this is PostgreSQL 18"):
        start(data_dir)


def test_a_folder_that_cannot_be_written_is_named_in_one_sentence(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(EmbeddedError, match=r"^The data folder .* cannot be written \(.*\)\. Choose another"):
        start(tmp_path / "file" / "data")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody else")
def test_as_an_ordinary_user_no_other_account_is_needed(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert Cluster(tmp_path).account is None
    assert "user" not in Cluster(tmp_path).identity()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another account")
def test_as_root_the_server_runs_as_somebody_else_who_may_pass_but_not_look(data_dir):
    closed = data_dir.parent
    closed.chmod(0o700)
    process = psutil.Process(server_pid_after_start(data_dir))
    assert process.uids().real != 0
    assert closed.stat().st_mode & 0o777 == 0o701


def test_nothing_is_said_about_runtime_folders(data_dir):
    done = in_another_process(data_dir, env={**os.environ, "PYTHONWARNINGS": "error", "XDG_RUNTIME_DIR": ""})
    _out, errors = done.communicate(timeout=60)
    assert (done.returncode, errors) == (0, "")


def test_a_lock_goes_with_its_holder(tmp_path):
    path = tmp_path / "run" / "some.lock"
    first, second = FileLock(path), FileLock(path)
    assert first.acquire()
    first.note("mine")
    assert (second.acquire(), second.read_note()) == (False, "mine")
    first.release()
    assert second.acquire()
    second.release()
