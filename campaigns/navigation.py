"""What the frame around every page offers of campaigns: the palette that jumps to them."""

from django.urls import reverse


def jump(request):
    """Template context: where the palette searches, for whoever reads a workspace."""
    workspace = getattr(request, "workspace", None)
    if workspace is None:
        return {}
    return {"search_url": reverse("search", kwargs={"workspace": workspace.slug})}
