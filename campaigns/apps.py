from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = _("Campaigns")

    def ready(self):
        from campaigns import tasks  # noqa: F401  registers the effects
        from campaigns.brief import following  # noqa: F401  registers who follows campaigns
        from campaigns.insights import (
            counting,  # noqa: F401  registers what leads count for
            verdict_line,  # noqa: F401  stands beside items
        )
        from campaigns.journey import gate as journey  # noqa: F401  registers what is asked
        from campaigns.leads import furnishing as rejected  # noqa: F401  registers reasons to reject
        from campaigns.metrics import furnishing as measured  # noqa: F401  registers metrics of new ones
        from campaigns.metrics import gate as metrics  # noqa: F401  before going live
        from campaigns.metrics import health as paths  # noqa: F401  registers targets off their path
        from campaigns.metrics import policies as figures  # noqa: F401  registers their scopes
        from campaigns.metrics.actions import (
            launching,  # noqa: F401  fixes the days of targets
            turning_back,  # noqa: F401  takes targets back
        )
        from campaigns.patterns.actions import (
            turning_back as comes_as_before,  # noqa: F401  takes back what comes again
        )
        from campaigns.plan import (
            furnishing,  # noqa: F401  registers what a new workspace has
            health,  # noqa: F401  registers what a plan says of a campaign's health
            policies,  # noqa: F401  registers what tokens can be scoped to
        )
