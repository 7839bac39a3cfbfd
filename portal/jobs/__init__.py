"""Background work that survives everything but the loss of the database.

``enqueue`` is an INSERT in the caller's transaction: the work exists exactly if the change that
asked for it was committed::

    @job(max_attempts=8)
    def welcome_institution(institution_id: int) -> None:
        from .services import send_welcome
        send_welcome(institution_id=institution_id)

    welcome_institution.enqueue(institution.pk)

A worker (``manage.py run_worker``) does it at least once: a failure is tried again after a growing
pause, a killed worker's job goes to another when its lease has run out, and what fails
``max_attempts`` times waits for the secretariat at ``/desk/jobs/``. A job may therefore run twice:
it must look at the database before it acts. Arguments are ids and plain JSON, never personal data.
Tests do what waits with ``portal.jobs.worker.run_pending()``.
"""

from .decorators import job

__all__ = ["job"]
