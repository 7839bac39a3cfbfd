"""What the members' floor announces; upper floors listen."""

from django.dispatch import Signal

# An institution came to another region, in the same transaction: open matters go with it, decided
# ones stay where they were decided. Arguments: ``institution``, ``before`` (a Region or None).
institution_moved = Signal()
