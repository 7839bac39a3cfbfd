"""The WSGI application as the demo's web server loads it: a worker does not outlive its server."""

import signal

from .processes import end_with_parent

end_with_parent(signal.SIGKILL)

from portal.wsgi import application  # noqa: E402 - first the leash, then the work

__all__ = ["application"]
