from .audit import AuditEntry
from .languages import Language
from .roles import Role, SecretariatAppointment
from .terms import Term
from .users import User

__all__ = ["AuditEntry", "Language", "Role", "SecretariatAppointment", "Term", "User"]
