"""What the frame around every page shows: where the reader is, and where they may go."""


def place(request):
    """Template context of every page."""
    return {
        "member": getattr(request, "member", None),
        "workspace": getattr(request, "workspace", None),
    }
