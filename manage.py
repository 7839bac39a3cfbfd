#!/usr/bin/env python
"""Django's command line. Without settings of its own it runs the development ones."""

import argparse
import os
import sys


def main() -> None:
    from portal.embedded.errors import EmbeddedError

    try:
        demo() if _wants_demo() else django()
    except EmbeddedError as error:
        sys.exit(str(error))


def _wants_demo() -> bool:
    return sys.argv[1:2] == ["demo"] and not {"-h", "--help"} & set(sys.argv)


def demo() -> None:
    """The supervisor of the demo does without Django."""
    from portal.embedded import options, supervisor

    parser = argparse.ArgumentParser(prog="manage.py demo")
    options.add_options(parser)
    chosen = parser.parse_args(sys.argv[2:])
    supervisor.run(options.data_dir(chosen.data), options.address(chosen.bind), reset=chosen.reset)


def django() -> None:
    """Any other command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(str(error))


if __name__ == "__main__":
    main()
