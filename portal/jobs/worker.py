"""The worker: takes due jobs one after the other until it is told to stop."""

import logging
import signal
import threading
from collections.abc import Callable
from contextlib import contextmanager
from time import monotonic

from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils.crypto import get_random_string
from django_tasks import TaskContext
from django_tasks_db.models import DBTaskResult

from . import store

logger = logging.getLogger("portal.jobs")
DATABASE_PAUSE = 3.0


class Worker:
    """One process's worker. ``stop()`` lets the current job end; ``run()`` returns after it."""

    def __init__(self, *, interval: float = 1.0, batch: bool = False):
        self.worker_id = get_random_string(32)
        self.interval = interval
        self.batch = batch
        self.done = 0
        self._stop = threading.Event()
        self._next_reaping = 0.0
        self._holds = None

    def stop(self, *_signal) -> None:
        """Finish the job at hand and take no more; a signal handler."""
        self._stop.set()

    def run(self) -> None:
        """Work until stopped, or with ``batch`` until nothing is due. Outlives a restart of the database."""
        with self._heartbeat():
            while not self._stop.is_set():
                close_old_connections()
                try:
                    worked = self._turn()
                except (DatabaseError, InterfaceError):
                    logger.exception("The database does not answer; trying again soon.")
                    connection.close()
                    self._stop.wait(DATABASE_PAUSE)
                    continue
                if not worked:
                    if self.batch:
                        return
                    self._stop.wait(self.interval)

    def _turn(self) -> bool:
        if monotonic() >= self._next_reaping:
            store.reap()
            self._next_reaping = monotonic() + store.lease().total_seconds() / 2
        try:
            return work_once(self.worker_id, self._hold)
        finally:
            self._holds = None

    def _hold(self, row: DBTaskResult) -> None:
        self._holds = row.pk

    @contextmanager
    def _heartbeat(self):
        ended = threading.Event()
        thread = threading.Thread(target=self._beat, args=(ended,), name="heartbeat", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def _beat(self, ended: threading.Event) -> None:
        """Renew the lease three times in its length, from a thread with a connection of its own."""
        while not ended.wait(store.lease().total_seconds() / 3):
            if self._holds is None:
                continue
            try:
                store.renew(self._holds, self.worker_id)
            except (DatabaseError, InterfaceError):
                logger.exception("The lease could not be renewed.")
            finally:
                connection.close()


def work_once(worker_id: str, hold: Callable[[DBTaskResult], None] | None = None) -> bool:
    """Do the next due job; ``False`` if there is none. ``hold`` hears which it is before it starts."""
    row = store.claim(worker_id)
    if row is None:
        return False
    if hold:
        hold(row)
    try:
        value = _call(row)
        store.succeed(row, worker_id, value)
    except Exception as error:  # whatever a job raises is noted on its row, and the worker lives on
        logger.warning("Job %s (%s) failed.", row.pk, row.task_path, exc_info=error)
        store.fail(row, worker_id, error)
    return True


def _call(row: DBTaskResult):
    task, result = row.task, row.task_result
    context = [TaskContext(task_result=result)] if task.takes_context else []
    return task.call(*context, *result.args, **result.kwargs)


def run_pending(limit: int = 1000) -> int:
    """Do what is due in this process and return how many jobs that were (tests, the demo's loading)."""
    worker_id, done = get_random_string(32), 0
    while done < limit and work_once(worker_id):
        done += 1
    return done


def install_signals(worker: Worker) -> None:
    """SIGTERM and Ctrl-C let the current job end; a second one does not wait."""

    def handle(signum, frame):
        logger.info("Finishing the current job.")
        worker.stop()
        signal.signal(signum, signal.SIG_DFL)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, handle)
