"""Parts of addresses."""

from django.urls import register_converter


class Id:
    """A whole number that every database can hold; anything longer is no address at all."""

    regex = "[0-9]{1,15}"

    def to_python(self, value):
        return int(value)

    def to_url(self, value):
        return str(value)


register_converter(Id, "id")
