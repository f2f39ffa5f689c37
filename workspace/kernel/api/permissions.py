"""The API asks the same policies as the screens."""

from rest_framework import exceptions
from rest_framework.permissions import BasePermission


class PolicyPermission(BasePermission):
    """The view's policy and the ability of the action called; objects come by `policy.fetch`."""

    def has_permission(self, request, view):
        if request.auth is None:
            raise exceptions.NotAuthenticated()
        ability = view.abilities[view.action] if view.action else "view"
        return view.policy.allows(request.member, ability)
