"""What the ground floor announces; upper floors listen."""

from django.dispatch import Signal

# After the grants of people were brought in line with their roles, in the same transaction.
# ``people`` is a list of user ids.
roles_changed = Signal()
