"""How allauth signs people in here."""

import logging
from contextlib import contextmanager
from smtplib import SMTPException

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from teams import queries
from teams.actions.accounts import owner_of
from teams.middleware import chosen_language, in_zone
from teams.models import User
from workspace.kernel import texts
from workspace.kernel.refusals import Busy

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Users have one name and no user name; an installation may be by invitation only."""

    def populate_username(self, request, user):
        pass

    def is_open_for_signup(self, request):
        return settings.SIGN_UP

    def add_message(self, request, *args, **kwargs):
        """Whoever just signed in is spoken to in their own language, not in the browser's."""
        with translation.override(chosen_language(request)):
            super().add_message(request, *args, **kwargs)

    def send_mail(self, template_prefix, email, context):
        person = context.get("user") or owner_of(email)
        context = {"person": person, "public_url": settings.PUBLIC_URL} | context
        try:
            with as_reads(person):
                super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            raise Busy(
                _("The mail could not be sent."), mend=_("Try again in a few minutes.")
            ) from error

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Tell the owner of an account what changed; the change stands, even if no mail leaves."""
        try:
            super().send_notification_mail(
                template_prefix, user, {"user": user} | (context or {}), email
            )
        except Busy as busy:
            log.warning("a notice about an account was not sent: %s", busy.__cause__)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Who comes in by the company's provider has the name, and the address, that it tells."""

    def is_open_for_signup(self, request, sociallogin):
        """Where accounts are made by invitation only, whoever has one may come in this way too."""
        told = [each.email for each in sociallogin.email_addresses if each.verified]
        return super().is_open_for_signup(request, sociallogin) or queries.are_invited(told)

    def populate_user(self, request, sociallogin, data):
        """Before anything rests on an address, it is settled whether the provider verified it."""
        for address in sociallogin.email_addresses:
            # Some say it in words, and to Python "false" is as good as true.
            address.verified = str(address.verified).lower() == "true"
        user = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name"), data.get("last_name"))
        name = data.get("name") or " ".join(filter(None, parts))
        user.name = texts.line(name)[: User._meta.get_field("name").max_length]
        return user

    def get_signup_form_initial_data(self, sociallogin):
        initial = super().get_signup_form_initial_data(sociallogin)
        return initial | {"name": sociallogin.user.name}


@contextmanager
def as_reads(person):
    """The language and the time zone of `person`, where they chose one."""
    language = getattr(person, "language", "") or translation.get_language()
    with translation.override(language), in_zone(getattr(person, "time_zone", "")):
        yield
