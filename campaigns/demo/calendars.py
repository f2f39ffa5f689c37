"""What lies beside the story's plans: a calendar of fairs, a template, an item that returns."""

from datetime import timedelta

from campaigns.calendar.actions import overlays
from campaigns.patterns import rules
from campaigns.patterns.actions import recurring, templates
from campaigns.plan.models import Item

# Title, days from today, days long.
FAIRS = [
    ("Transport und Lager, Munich", -20, 4),
    ("Cold Chain Days, Rotterdam", 16, 3),
    ("Nordic Logistics Forum, Malmö", 37, 2),
    ("华东物流展 East China Logistics Fair", 58, 3),
]


def lay_fairs(by, today):
    """The trade fairs of the season over all calendars."""
    events = [
        f"BEGIN:VEVENT\r\nUID:fair-{number}\r\nSUMMARY:{title}\r\n"
        f"DTSTART;VALUE=DATE:{today + timedelta(days=ahead):%Y%m%d}\r\n"
        f"DTEND;VALUE=DATE:{today + timedelta(days=ahead + long):%Y%m%d}\r\nEND:VEVENT\r\n"
        for number, (title, ahead, long) in enumerate(FAIRS)
    ]
    text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Fairs//EN\r\n{}END:VCALENDAR\r\n"
    content = text.format("".join(events)).encode()
    overlays.lay(by.workspace_id, by=by, name="Trade fairs", content=content)


def keep_template(campaign, by):
    """The plan of a launch that went well, for the next."""
    templates.save(
        campaign,
        by=by,
        name="Product launch",
        description="What Relay taught us: from the positioning to the review.",
        launch=campaign.ends_on,
    )


def let_one_return(campaign, by):
    """The next dated piece of work comes again every month."""
    dated = Item.objects.kept().unfinished().filter(campaign=campaign, due_on__isnull=False)
    item = dated.filter(kind="task").order_by("-due_on", "pk").first()
    if item is not None:
        rule = rules.rule(rules.Every.MONTH, item.due_on)
        recurring.repeat(item, by=by, rule=rule, on_working_days=True)
