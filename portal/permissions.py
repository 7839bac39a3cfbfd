"""Who may do what to the ground floor's own objects."""

from django_tasks_db.models import DBTaskResult

from portal import authz

# Jobs that were given up: the secretariat tries them again or drops them.
authz.rule(DBTaskResult, "manage")
