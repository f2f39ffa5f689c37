"""Mails in the reader's language: a subject, plain text, and the same as HTML."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation


def send(template, to, *, key, language="", **context):
    """Send `mail/<template>` (subject, text, html) to one address.

    `key` names the mail: when it is sent twice, mail programs show it once.
    """
    context |= {"public_url": settings.PUBLIC_URL}
    with translation.override(language or settings.LANGUAGE_CODE):
        context["language"] = translation.get_language()
        subject, text, html = (
            render_to_string(f"{template}.html#{part}", context)
            for part in ("subject", "text", "html")
        )
    mail = EmailMultiAlternatives(
        " ".join(subject.split()),
        text.strip() + "\n",
        to=[to],
        headers={"Message-ID": f"<{key.replace(':', '.')}@{host()}>"},
    )
    mail.attach_alternative(html, "text/html")
    mail.send()


def host():
    return settings.PUBLIC_URL.split("//")[1].split(":")[0]
