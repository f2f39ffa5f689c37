"""API tokens: one's own; administrators see and revoke everybody's."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from teams import policies
from teams.actions import tokens as actions
from teams.forms import MakeToken
from teams.scopes import scope_label
from workspace.kernel.typed import attempt, status_of


@policies.workspace.opens("keep_tokens")
def tokens(request, workspace):
    """The tokens that are not revoked; a new one's secret is on this answer and nowhere else."""
    form = MakeToken(request.POST or None)
    made = []
    if request.method == "POST" and attempt(
        form, lambda typed: made.append(actions.make(by=request.member, **typed))
    ):
        form = MakeToken()
    context = {"form": form, "secret": made[0][1] if made else "", "tokens": shown(request.member)}
    response = render(request, "teams/tokens.html", context, status=status_of(form))
    response["Cache-Control"] = "no-store"
    return response


def shown(reader):
    rows = policies.api_token.visible_to(reader).unrevoked().select_related("member")
    tokens = list(rows.order_by("-pk")[:200])
    for token in tokens:
        token.labels = [scope_label(name) for name in token.scopes]
        token.expired = bool(token.expires_at and token.expires_at <= timezone.now())
    return tokens


@policies.api_token.opens("revoke", pk="pk")
@require_POST
def revoke(request, token):
    actions.revoke(token, by=request.member)
    return redirect("tokens", workspace=request.workspace.slug)
