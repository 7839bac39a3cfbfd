from .audit import AuditEntry
from .languages import Language
from .navigation import FooterItem, MainItem, Navigation
from .pages import DeclarationPage, HomePage, NewsIndexPage, NewsPage, StandardPage
from .roles import Role, SecretariatAppointment
from .terms import Term
from .users import User

__all__ = [
    "AuditEntry",
    "DeclarationPage",
    "FooterItem",
    "HomePage",
    "Language",
    "MainItem",
    "Navigation",
    "NewsIndexPage",
    "NewsPage",
    "Role",
    "SecretariatAppointment",
    "StandardPage",
    "Term",
    "User",
]
