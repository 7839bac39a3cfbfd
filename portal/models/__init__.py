from .audit import AuditEntry
from .jobs import JobLease, TickMark
from .languages import Language
from .mail import OutboxMail
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
    "JobLease",
    "Language",
    "MainItem",
    "Navigation",
    "NewsIndexPage",
    "NewsPage",
    "OutboxMail",
    "Role",
    "SecretariatAppointment",
    "StandardPage",
    "Term",
    "TickMark",
    "User",
]
