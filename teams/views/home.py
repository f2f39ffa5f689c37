"""The address `/`: on to where the reader works."""

from django.shortcuts import redirect

from teams import navigation, queries
from teams.middleware import LAST_WORKSPACE
from workspace.kernel.access import personal


@personal
def home(request):
    """The work of the reader's last workspace; without any, the page to make one."""
    own = {
        member.workspace.slug: member.workspace for member in queries.workspaces_of(request.user)
    }
    if not own:
        return redirect("new_workspace")
    last = own.get(request.session.get(LAST_WORKSPACE)) or next(iter(own.values()))
    return redirect(navigation.address("my_work", last))
