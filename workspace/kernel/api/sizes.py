"""What is too large to be read."""

from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions


class TooLarge(exceptions.APIException):
    status_code = 413
    default_code = "too_large"
    default_detail = _("The request is too large.")


def limited(stream, most):
    """The bytes of a stream, refused when there are more than `most`."""
    body = stream.read(most + 1)
    if len(body) > most:
        raise TooLarge()
    return body
