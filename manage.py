#!/usr/bin/env python
"""Django's command line. Without settings of its own it runs the development ones."""

import os
import sys


def main() -> None:
    if sys.argv[1:2] == ["demo"]:
        from portal.embedded.options import apply

        apply(sys.argv[2:])  # --data and the like decide what the settings will read
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from portal.embedded.errors import EmbeddedError

    try:
        execute_from_command_line(sys.argv)
    except (EmbeddedError, ImproperlyConfigured) as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"{error}")


if __name__ == "__main__":
    main()
