"""The verdict of sales on the touchpoint of an item, as a quiet line beside the item."""

from django.template.loader import render_to_string

from campaigns.insights import verdict
from campaigns.insights.verdict_views import shown
from campaigns.leads.models import Lead
from campaigns.plan import detail
from campaigns.plan.addresses import address
from workspace.kernel import clock


@detail.adds
def line(item, workspace):
    """Nothing where no lead came from the item's touchpoint."""
    if not (item.channel_id and item.stage_id):
        return ""
    leads = Lead.objects.filter(
        campaign=item.campaign_id,
        touchpoint__channel=item.channel_id,
        touchpoint__stage=item.stage_id,
    )
    touchpoint = leads.values_list("touchpoint", flat=True).first()
    if touchpoint is None:
        return ""
    today = clock.workspace_today()
    found = verdict.verdicts([item.campaign_id], today=today)[(touchpoint,)]
    page = address("verdict", item.campaign, workspace.slug)
    context = {"verdict": shown(found), "url": f"{page}#place-{touchpoint}"}
    return render_to_string("campaigns/leads/verdict_beside.html", context)
