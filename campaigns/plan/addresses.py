"""The addresses of a campaign's pages."""

from django.urls import reverse


def address(name, campaign, slug, **more):
    """The address of the page `name` of a campaign in the workspace `slug`."""
    return reverse(name, kwargs={"workspace": slug, "campaign": campaign.key, **more})


def linker(slug):
    """`link(name, campaign, **more)`, the address of a page of any campaign of a workspace."""
    return lambda name, campaign, **more: address(name, campaign, slug, **more)
