"""What the demo, development and the tests bring along: a PostgreSQL and a supervisor of processes.

Nothing here is used in production. Modules below import no Django, so that settings may use them.
"""
