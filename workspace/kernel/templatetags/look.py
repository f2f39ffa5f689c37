"""The look's template tags."""

from django.template import Library

register = Library()
