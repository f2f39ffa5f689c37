"""How allauth signs people in here."""

from smtplib import SMTPException

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.utils.translation import gettext as _

from workspace.kernel.refusals import Busy


class AccountAdapter(DefaultAccountAdapter):
    """Users have one name and no user name; an installation may be by invitation only."""

    def populate_username(self, request, user):
        pass

    def is_open_for_signup(self, request):
        return settings.SIGN_UP

    def send_mail(self, template_prefix, email, context):
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            raise Busy(
                _("The mail could not be sent."), mend=_("Try again in a few minutes.")
            ) from error
