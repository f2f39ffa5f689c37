"""Readers by share link: remembered in their session, and looked up anew at each request."""

from django.http import Http404

from campaigns.brief.models import ShareLink
from teams.readers import Viewer
from teams.secrets import fingerprint
from workspace.kernel import scope

LINKS = "share_links"
READING = {"GET", "HEAD", "OPTIONS"}


class Visitors:
    """Middleware before the `Door`: whoever has a link to this campaign may read it.

    Sets `request.visitor`, for reading requests on pages of the campaign that the link is for.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.visitor = None
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        links = request.session.get(LINKS)
        if links and request.method in READING and {"workspace", "campaign"} <= kwargs.keys():
            request.visitor = visitor(links.values(), kwargs["workspace"], kwargs["campaign"])


def visitor(links, slug, key):
    """The reader that one of these links lets into a campaign, or None."""
    with scope.everything(because="a visitor's link names its workspace"):
        link = (
            working(pk__in=list(links))
            .filter(workspace__slug=slug, campaign__key__iexact=key)
            .first()
        )
    return link and Viewer(
        name=link.name,
        workspace=link.workspace,
        workspace_id=link.workspace_id,
        campaign_id=link.campaign_id,
        link_id=link.pk,
    )


def working(**lookup):
    return ShareLink.objects.working().filter(**lookup).select_related("workspace", "campaign")


def open_link(request, secret):
    """Remember the link with this secret in the session; return it, or raise 404."""
    with scope.everything(because="a share link is opened before any workspace is known"):
        link = working(token_hash=fingerprint(secret)).first()
    if link is None:
        raise Http404
    request.session[LINKS] = request.session.get(LINKS, {}) | {str(link.campaign_id): link.pk}
    return link
