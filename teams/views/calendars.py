"""The working days of a workspace, and the working time of one person."""

from datetime import date

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from teams import policies, public_holidays, queries
from teams.actions import calendars as actions
from teams.calendar_forms import (
    AddHoliday,
    AddTimeOff,
    FindHolidays,
    OwnDay,
    Week,
    WorkingTime,
    weekdays_of,
)
from workspace.kernel.typed import attempt, status_of, version_of, version_shown


@policies.workspace.opens("see_people")
@require_safe
def working_days(request, workspace):
    """The week, the holidays, and, when a country is asked for, the days that it would add."""
    finding = FindHolidays(request.GET) if "country" in request.GET else None
    return show_days(request, finding=finding)


def show_days(request, week=None, holiday=None, finding=None):
    workspace, today = request.workspace, timezone.localdate()
    may_edit = policies.workspace.allows(request.member, "keep_days")
    years = {"first_year": today.year, "last_year": today.year + 1}
    listed = queries.holidays(timezone.localdate())
    context = {
        "week_form": week or Week(initial={"weekdays": weekdays_of(workspace.working_days)}),
        "version": version_shown(week, workspace) if week else workspace.version,
        "holiday_form": holiday or AddHoliday(),
        "find_form": finding or FindHolidays(initial=years),
        "found": found_days(finding, listed) if may_edit and finding else None,
        "holidays": listed,
        "may_edit": may_edit,
    }
    status = max((status_of(form) for form in (week, holiday, finding) if form), default=200)
    return render(request, "teams/working_days.html", context, status=status)


def found_days(form, listed):
    """[(day, name, is it worked on, is it listed already)] of the days that a form asks for."""
    if not form.is_valid():
        return None
    known = {holiday.day for holiday in listed}
    return [(*each, each[0] in known) for each in public_holidays.days_of(**form.cleaned_data)]


@policies.workspace.opens("keep_days")
@require_POST
def set_week(request, workspace):
    form, version = Week(request.POST), version_of(request)
    if not attempt(
        form,
        lambda typed: actions.set_week(
            workspace, by=request.member, version=version, mask=typed["weekdays"]
        ),
    ):
        return show_days(request, week=form)
    return saved_days(request)


@policies.workspace.opens("keep_days")
@require_POST
def add_holiday(request, workspace):
    form = AddHoliday(request.POST)
    if not attempt(form, lambda typed: actions.add_holiday(by=request.member, **typed)):
        return show_days(request, holiday=form)
    return saved_days(request)


@policies.workspace.opens("keep_days")
@require_POST
def add_public_holidays(request, workspace):
    """Add those of the days found that are still ticked."""
    form = FindHolidays(request.POST)
    if not form.is_valid():
        return show_days(request, finding=form)
    ticked = set(request.POST.getlist("days"))
    days = public_holidays.days_of(**form.cleaned_data)
    chosen = [each for each in days if each[0].isoformat() in ticked]
    made = actions.add_holidays(by=request.member, days=chosen)
    words = ngettext("%(count)s day added.", "%(count)s days added.", len(made))
    messages.success(request, words % {"count": len(made)})
    return redirect("working_days", workspace=workspace.slug)


@policies.holiday.opens("remove", pk="pk")
@require_POST
def remove_holiday(request, holiday):
    actions.remove_holiday(holiday, by=request.member)
    return saved_days(request)


def saved_days(request):
    messages.success(request, _("Saved."))
    return redirect("working_days", workspace=request.workspace.slug)


@policies.member.opens("see_time", pk="pk")
@require_safe
def working_time(request, person):
    return show_time(request, person)


def show_time(request, person, time=None, off=None, day=None):
    may_edit = policies.member.allows(request.member, "set_time", person)
    shown = {
        "weekly_hours": f"{person.weekly_hours.normalize():f}",
        "working_days": weekdays_of(person.working_days),
        "holiday_country": person.holiday_country,
        "holiday_region": person.holiday_region,
    }
    context = {
        "person": person,
        "time_form": time or WorkingTime(initial=shown),
        "version": version_shown(time, person) if time else person.version,
        "off_form": off or AddTimeOff(),
        "day_form": day or OwnDay(),
        "holidays_of": holidays_of(person),
        "own_days": [
            (date.fromisoformat(each), works) for each, works in sorted(person.own_days.items())
        ],
        "away": person.time_off.filter(last_on__gte=a_year_ago()).order_by("-first_on"),
        "week": weekdays_of(person.working_days or request.workspace.working_days),
        "may_edit": may_edit,
    }
    status = max((status_of(form) for form in (time, off, day) if form), default=200)
    return render(request, "teams/working_time.html", context, status=status)


def holidays_of(person):
    """The country, and the region, whose holidays somebody has, in words."""
    country = dict(public_holidays.countries()).get(person.holiday_country, "")
    if not person.holiday_region:
        return country
    known = dict(public_holidays.regions(person.holiday_country))
    return f"{country}, {known.get(person.holiday_region, person.holiday_region)}"


def a_year_ago():
    today = timezone.localdate()
    return date(today.year - 1, today.month, min(today.day, 28))


@policies.member.opens("set_time", pk="pk")
@require_POST
def set_time(request, person):
    form, version = WorkingTime(request.POST), version_of(request)
    if not attempt(
        form, lambda typed: actions.set_time(person, by=request.member, version=version, **typed)
    ):
        return show_time(request, person, time=form)
    return saved_time(request, person)


@policies.member.opens("set_time", pk="pk")
@require_POST
def set_own_day(request, person):
    """A day off, a working day, or (nothing said) what it is for the others."""
    form = OwnDay(request.POST)
    if not attempt(form, lambda typed: actions.set_own_day(person, by=request.member, **typed)):
        return show_time(request, person, day=form)
    return saved_time(request, person)


@policies.member.opens("set_time", pk="pk")
@require_POST
def add_time_off(request, person):
    form = AddTimeOff(request.POST)
    if not attempt(form, lambda typed: actions.add_time_off(person, by=request.member, **typed)):
        return show_time(request, person, off=form)
    return saved_time(request, person)


@policies.time_off.opens("remove", pk="pk")
@require_POST
def remove_time_off(request, away):
    person = away.member
    actions.remove_time_off(away, by=request.member)
    return saved_time(request, person)


def saved_time(request, person):
    messages.success(request, _("Saved."))
    return redirect("working_time", workspace=request.workspace.slug, pk=person.pk)
