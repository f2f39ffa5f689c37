"""Working days: of the workspace, and of each person."""

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from teams import public_holidays
from teams.actions.workspaces import HOURS_MOVED, wear_new_names
from teams.models import Holiday, TimeOff
from workspace.kernel import merging, rows, streams
from workspace.kernel.refusals import Invalid, Refusal
from workspace.kernel.templatetags.look import listed
from workspace.kernel.values import changes_of, plain

LONGEST = 366
MOST_OWN_DAYS = 100
PLACE = {"holiday_country", "holiday_region"}
TIME = {"weekly_hours", "working_days", "own_days", *PLACE}


def set_week(workspace, *, by, version, mask, strict=False):
    """The weekdays on which the workspace works: one bit each, Monday the lowest. See `merging` for
    others who change them at once."""
    check_mask(mask)
    with streams.record("workspace", workspace.pk, by=by) as record:
        week = {"working_days": mask}
        week = merging.merged(workspace, "workspace", version, week, strict=strict)
        changes = changes_of({"working_days": workspace.working_days}, week) if week else {}
        if changes:
            rows.change(workspace, version=workspace.version, working_days=mask)
            wear_new_names(workspace.pk)
            record("workspace.edited", workspace, changes=changes, version=workspace.version)
            record.effect(HOURS_MOVED)
    return workspace


def add_holidays(*, by, days):
    """List days, [(day, name, whether the workspace works on it)]; those listed already stay as
    they are."""
    with streams.record("workspace", by.workspace_id, by=by) as record:
        known = Holiday.objects.filter(workspace=by.workspace_id)
        listed = set(known.values_list("day", flat=True))
        new = {day: more for day, *more in days if day not in listed}
        made = [
            Holiday.objects.create(workspace_id=by.workspace_id, day=day, name=name, works=works)
            for day, (name, works) in new.items()
        ]
        for holiday in made:
            verb = "holiday.works" if holiday.works else "holiday.added"
            record(verb, holiday, changes={"day": [None, holiday.day.isoformat()]})
        if made:
            wear_new_names(by.workspace_id)
            record.effect(HOURS_MOVED)
    return made


def add_holiday(*, by, day, name, works=False):
    """List one day; refuses when it is listed already."""
    made = add_holidays(by=by, days=[(day, name, works)])
    if not made:
        taken = _("This day is listed already.")
        raise Invalid.at("day", taken)
    return made[0]


def remove_holiday(holiday, *, by):
    with streams.record("workspace", holiday.workspace_id, by=by) as record:
        record("holiday.removed", holiday, changes={"day": [holiday.day.isoformat(), None]})
        holiday.delete()
        wear_new_names(by.workspace_id)
        record.effect(HOURS_MOVED)


def set_time(member, *, by, version, strict=False, **values):
    """A person's hours a week, their own working days (None: those of the workspace), the country
    and region whose holidays they have ("": those of the workspace), and their own days, {ISO day:
    whether they work on it}. See `merging` for others who change them at once."""
    if unknown := set(values) - TIME:
        raise ValueError(f"No working time is called {', '.join(sorted(unknown))}")
    if values.get("working_days") is not None:
        check_mask(values["working_days"])
    values = with_holidays(member, values)
    with streams.record("workspace", member.workspace_id, by=by) as record:
        values = merging.merged(
            member, "member", version, values, strict=strict, say=said, as_one=PLACE
        )
        keep_time(member, record, values)
    return member


def keep_time(member, record, values):
    before = {name: plain(getattr(member, name)) for name in values}
    changes = changes_of(before, {name: plain(value) for name, value in values.items()})
    if changes:
        rows.change(member, version=member.version, **{name: values[name] for name in changes})
        wear_new_names(member.workspace_id)
        record("member.edited", member, changes=changes, version=member.version)


def said(member, name):
    """What is said of a person's time, in words."""
    value = getattr(member, name)
    if name == "working_days":
        return listed(day for n, day in WEEKDAYS.items() if (value or 0) >> n & 1)
    if name == "holiday_country":
        return dict(public_holidays.countries()).get(value, "")
    if name == "holiday_region":
        return dict(public_holidays.regions(member.holiday_country)).get(value, "")
    return plain(value)


def with_holidays(member, values):
    """The values with a country and a region that fit together, if either is among them."""
    refuse_too_many(values.get("own_days", ()))
    if values.keys().isdisjoint(PLACE):
        return values
    country = values.get("holiday_country", member.holiday_country)
    region = values.get("holiday_region", "" if "holiday_country" in values else None)
    region = member.holiday_region if region is None else region
    if country and not public_holidays.is_known(country):
        raise Invalid.at("holiday_country", _("No holidays of this country are known."))
    if region and not (country and public_holidays.is_known(country, region)):
        raise Invalid.at("holiday_region", _("This region has no holidays of its own."))
    return values | {"holiday_country": country, "holiday_region": region}


def refuse_too_many(own_days):
    if len(own_days) > MOST_OWN_DAYS:
        sentence = _("Change %(count)d single days at most.") % {"count": MOST_OWN_DAYS}
        raise Invalid.at("own_days", sentence)


def set_own_day(member, *, by, day, works):
    """One day of a person: True when they work on it though others rest, False when they rest
    though others work, None for as it is for the others."""
    with streams.record("workspace", member.workspace_id, by=by) as record:
        member.refresh_from_db()
        kept = {key: value for key, value in member.own_days.items() if key != plain(day)}
        own_days = kept if works is None else dict(sorted((kept | {plain(day): works}).items()))
        refuse_too_many(own_days)
        keep_time(member, record, {"own_days": own_days})
    return member


def add_time_off(member, *, by, first_on, last_on, note=""):
    """`member` is away from the first to the last day; overlapping ones are allowed."""
    if last_on < first_on:
        sentence = _("The last day is before the first.")
        raise Invalid.at("last_on", sentence)
    if (last_on - first_on).days >= LONGEST:
        raise Refusal(_("Time off is a year at most."), mend=_("Choose an earlier last day."))
    with streams.record("workspace", member.workspace_id, by=by) as record:
        away = TimeOff.objects.create(
            workspace_id=member.workspace_id,
            member=member,
            first_on=first_on,
            last_on=last_on,
            note=note,
        )
        wear_new_names(member.workspace_id)
        record("member.away", member, changes=off_days(None, away))
    return away


def remove_time_off(away, *, by):
    with streams.record("workspace", away.workspace_id, by=by) as record:
        record("member.not_away", away.member, changes=off_days(away, None))
        away.delete()
        wear_new_names(by.workspace_id)


def off_days(before, after):
    """What a log tells of time off; its note is nobody else's business."""
    return {
        name: [plain(getattr(row, name)) if row else None for row in (before, after)]
        for name in ("first_on", "last_on")
    }


def check_mask(mask):
    if not 0 < mask < 128:
        sentence = _("Choose at least one working day.")
        raise Invalid(sentence, fields={"working_days": [sentence], "weekdays": [sentence]})
