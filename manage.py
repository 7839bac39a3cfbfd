#!/usr/bin/env python
"""Django's command line. Without settings of its own it runs the development ones."""

import os
import sys


def main() -> None:
    default = "portal.settings.demo" if sys.argv[1:2] == ["demo"] else "portal.settings.development"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", default)
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
