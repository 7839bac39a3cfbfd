"""Reactions of the ground floor."""

from . import editorial
from .models import SecretariatAppointment


def keep_secretariat_group(sender, people, **kwargs):
    """After a change of roles: whoever joined or left the secretariat joins or leaves its group."""
    if SecretariatAppointment.objects.filter(person_id__in=people).exists():
        editorial.sync_secretariat()
