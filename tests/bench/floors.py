"""Reference views: the least that the same job can cost behind the same middleware.

`rows` fetches what a row shows by three plain statements and renders it by Jinja2; `bytes_again`
sends prebuilt bytes; `change` and `create` write one row and one activity row in a transaction
and give the row back. They know nothing of policies, history, versions, filters or effects.
"""

from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import include, path
from django.utils import timezone
from jinja2 import Environment

from campaigns.plan.models import Item, Priority, Status
from workspace.kernel.access import public

PEOPLE = (
    "SELECT a.item_id, m.id, m.name FROM campaigns_assignment a"
    " JOIN teams_member m ON m.id = a.member_id WHERE a.item_id IN (%s) ORDER BY a.id"
)
LABELS = (
    "SELECT l.item_id, n.name, n.hue FROM campaigns_labelling l"
    " JOIN campaigns_label n ON n.id = l.label_id WHERE l.item_id IN (%s) ORDER BY l.id"
)
ROWS = (
    "SELECT i.id, i.number, i.title, i.kind, i.status, i.priority, i.start_on, i.due_on,"
    " i.estimate, i.version, i.waiting_for, i.checklist_done, i.checklist_total, i.open_comments,"
    " i.attachment_count, c.key, s.name AS stage, t.name AS team, h.name AS channel, h.icon, h.hue"
    " FROM campaigns_item i JOIN campaigns_campaign c ON c.id = i.campaign_id"
    " LEFT JOIN campaigns_stage s ON s.id = i.stage_id LEFT JOIN teams_team t ON t.id = i.team_id"
    " LEFT JOIN campaigns_channel h ON h.id = i.channel_id"
)
OF_PLAN = " WHERE i.campaign_id = %s AND i.trashed_at IS NULL ORDER BY i.rank, i.id LIMIT %s"
OF_ITEM = " WHERE i.id = %s"

TEMPLATE = """
{%- for row in rows -%}
<tr id="item-{{ row.id }}" data-item="{{ row.id }}" data-version="{{ row.version }}"
 data-kind="{{ row.kind }}" class="is-{{ row.status }}" tabindex="-1">
<td class="select"><input type="checkbox" name="item" value="{{ row.id }}"
 aria-label="{{ row.key }}-{{ row.number }}"></td>
<td class="key">{{ row.key }}-{{ row.number }}</td>
<td class="title"><a href="{{ base }}items/{{ row.number }}/"
 hx-get="{{ base }}items/{{ row.number }}/">{{ row.title }}</a>
{%- if row.waiting_for %}<span class="mark held">{{ row.waiting_for }}</span>{% endif -%}
{%- if row.open_comments %}<span class="mark">{{ row.open_comments }}</span>{% endif -%}
{%- for name, hue in labels[row.id] or () %}<span class="label h{{ hue }}">{{ name }}</span>
{%- endfor %}</td>
<td class="status"><button data-edit="status" data-value="{{ row.status }}">
{{- statuses[row.status] }}</button></td>
<td class="who"><button data-edit="assignees">{% for pk, name, mark in people[row.id] or () -%}
<b class="avatar h{{ pk % 12 }}" title="{{ name }}">{{ mark }}</b>{% endfor %}</button></td>
<td><span class="chip h{{ row.hue }} i-{{ row.icon }}">{{ row.channel }}</span></td>
<td class="quiet">{{ row.stage }}</td><td class="quiet">{{ row.team }}</td>
<td class="number"><button data-edit="start_on" data-value="{{ row.start_on }}">
{{- row.start_on }}</button></td>
<td class="number due"><button class="{{ 'overdue' if row.due_on and row.due_on < today }}"
 data-edit="due_on" data-value="{{ row.due_on }}">{{ row.due_on }}</button></td>
<td><button data-edit="priority" data-value="{{ row.priority }}">
{{- priorities[row.priority] }}</button></td>
<td class="number"><button data-edit="estimate">{{ row.estimate }}</button></td></tr>
{%- endfor -%}
"""
PAGE = Environment(autoescape=True).from_string(
    "<!doctype html><html lang=en><title>{{ title }}</title><table>" + TEMPLATE + "</table>"
)
ROW = Environment(autoescape=True).from_string(TEMPLATE)
prebuilt = {}
open_to_all = public(because="a reference view of the bench, which no server has")


@open_to_all
def rows(request, campaign, count):
    """The first `count` rows of a plan."""
    found = select(ROWS + OF_PLAN, [campaign, count])
    return HttpResponse(PAGE.render(title="Plan", **furnished(found, request)))


@open_to_all
def bytes_again(request, name):
    return HttpResponse(prebuilt[name])


@open_to_all
def change(request, campaign, item):
    """Another status for one item, an activity row, and the row back."""
    with transaction.atomic():
        Item.objects.filter(pk=item, version=request.POST["version"]).update(
            status=request.POST["status"], status_at=timezone.now()
        )
        note(request, item, "changed")
    return row(request, item)


@open_to_all
def create(request, campaign):
    now = timezone.now()
    with transaction.atomic():
        number = select(
            "UPDATE campaigns_campaign SET last_number = last_number + 1 WHERE id = %s"
            " RETURNING last_number",
            [campaign],
        )[0]["last_number"]
        item = Item.objects.create(
            workspace_id=request.member.workspace_id,
            campaign_id=campaign,
            number=number,
            title=request.POST["title"],
            created_at=now,
            status_at=now,
        )
        note(request, item.pk, "created")
    return row(request, item.pk)


def row(request, item):
    return HttpResponse(ROW.render(**furnished(select(ROWS + OF_ITEM, [item]), request)))


def note(request, item, verb):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bench_activity (item, member, verb, at) VALUES (%s, %s, %s, %s)",
            [item, request.member.pk, verb, timezone.now()],
        )


def make_activity_table():
    key = "serial" if connection.vendor == "postgresql" else "integer"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS bench_activity (id {key} PRIMARY KEY, item bigint,"
            " member bigint, verb varchar(20), at timestamp)"
        )


def furnished(found, request):
    pks = [each["id"] for each in found]
    people, labels = {}, {}
    for item, pk, name in tuples(PEOPLE, pks):
        mark = "".join(word[0] for word in name.split()[:2])
        people.setdefault(item, []).append((pk, name, mark))
    for item, name, hue in tuples(LABELS, pks):
        labels.setdefault(item, []).append((name, hue))
    return {
        "rows": found,
        "people": people,
        "labels": labels,
        "base": f"/w/{request.workspace.slug}/c/SIZE1/",
        "statuses": dict(Status.choices),
        "priorities": dict(Priority.choices),
        "today": timezone.localdate(),
    }


def tuples(sql, pks):
    with connection.cursor() as cursor:
        cursor.execute(sql % ",".join(["%s"] * len(pks)), pks)
        return cursor.fetchall()


def select(sql, values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, each, strict=True)) for each in cursor.fetchall()]


FLOORS = [
    path("rows/<int:campaign>/<int:count>/", rows),
    path("bytes/<str:name>/", bytes_again),
    path("change/<int:campaign>/<int:item>/", change),
    path("create/<int:campaign>/", create),
]
urlpatterns = [
    path("floor/<slug:workspace>/", include(FLOORS)),
    path("", include("workspace.urls")),
]
