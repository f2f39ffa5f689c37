"""What tests about accounts type and read."""

import re

from django.core import mail

PASSWORD = "a difference engine"


def path_in_mail():
    """The address on this site that the last mail leads to."""
    return re.search(r"https?://[^/]+(/accounts/\S+)", mail.outbox[-1].body)[1]
