"""How allauth signs people in here."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Users have one name and no user name."""

    def populate_username(self, request, user):
        pass
