"""The API asks the same policies as the screens, and hands its views what they were asked for."""

from rest_framework import exceptions
from rest_framework.permissions import BasePermission


class PolicyPermission(BasePermission):
    """Fetches the row of a request through the policy of its view: 401, 404, then 403."""

    def has_permission(self, request, view):
        if request.auth is None:
            raise exceptions.NotAuthenticated()
        if view.action not in view.abilities:
            raise exceptions.MethodNotAllowed(request.method)
        view.admit(request.member, view.abilities[view.action])
        return True
