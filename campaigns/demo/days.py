"""The days of a story as dates, and the hours at which people work."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from campaigns.demo import company


class Days:
    """Counts from the launch of a campaign, which lies `script.launch` days from today."""

    def __init__(self, script, now, chance):
        self.today = timezone.localdate(now)
        self.launch = self.today + timedelta(days=script.launch)
        self.chance = chance

    def date(self, number, forward=False):
        """The date of that day, moved off a weekend unless it is today."""
        date = self.launch + timedelta(days=number)
        if date.weekday() >= 5 and date != self.today:
            date += timedelta(days=7 - date.weekday() if forward else 4 - date.weekday())
        return date

    def moment(self, number, hour, member, forward=False):
        """A minute of that hour on that day, where the member lives."""
        zone = ZoneInfo(member.user.time_zone or company.ZONE)
        minute = time(hour, self.chance.randrange(60), self.chance.randrange(60))
        return datetime.combine(self.date(number, forward), minute, zone)

    def evening(self, ago):
        """Six o'clock, some days ago."""
        day = self.today - timedelta(days=ago)
        return datetime.combine(day, time(18), ZoneInfo(company.ZONE))
