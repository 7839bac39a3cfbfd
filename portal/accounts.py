"""How allauth signs people in here."""

from allauth.account.adapter import DefaultAccountAdapter


def display_name(user) -> str:
    """The name shown for ``user`` on account pages and in account mails."""
    return user.get_full_name()


class AccountAdapter(DefaultAccountAdapter):
    """allauth's behaviour, with our user model's one name field."""

    def populate_username(self, request, user):
        """There are no user names: people sign in by e-mail address."""
