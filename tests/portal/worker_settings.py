"""Settings of the worker processes that the tests start and kill."""

from portal.settings.test import *  # noqa: F403

JOB_LEASE_SECONDS = 1
JOB_FIRST_PAUSE_SECONDS = 0.05
