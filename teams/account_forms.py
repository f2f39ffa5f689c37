"""Forms of allauth's pages that do more here; `ACCOUNT_FORMS` and `MFA_FORMS` name them.

They stand apart from `forms.py`, which allauth reads while it makes its own.
"""

from functools import cached_property

from allauth.account.forms import ResetPasswordKeyForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from teams import queries
from teams.actions import tokens


class ResetPassword(ResetPasswordKeyForm):
    """A new password by mail: whoever knew the old one keeps no way in, not by a token either."""

    @cached_property
    def tokens(self):
        """How many API tokens end with it."""
        return queries.number_of_tokens(self.user)

    @transaction.atomic
    def save(self):
        tokens.revoke_all_of(self.user)
        super().save()


class ActivateTotp(ActivateTOTPForm):
    """The code that proves the app is used up by it: it does not sign anybody in afterwards."""

    def clean_code(self):
        code = super().clean_code()
        TOTP(Authenticator(user=self.user))._mark_code_used(code)
        return code
