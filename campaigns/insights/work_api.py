"""My work, as JSON: the sections of the home page, in its order and words."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from campaigns.insights import work
from campaigns.plan.api.items import ItemResource
from campaigns.plan.api.shapes import ItemShape
from workspace.kernel.api import fields
from workspace.kernel.api.routes import route


class SectionShape(fields.Shape):
    """The items that press in one way, most pressing first; `count` is how many there are."""

    section = serializers.ChoiceField(choices=work.SECTIONS, read_only=True)
    label = serializers.CharField(read_only=True)
    hint = serializers.CharField(read_only=True)
    count = serializers.IntegerField(read_only=True)
    items = ItemShape(many=True, read_only=True)


class WorkShape(fields.Shape):
    count = serializers.IntegerField(read_only=True)
    overdue = serializers.IntegerField(
        read_only=True, help_text="How many of all are, those that others wait for among them."
    )
    sections = SectionShape(many=True, read_only=True)


class WorkQuery(fields.Shape):
    """Which section is shown whole."""

    section = serializers.ChoiceField(choices=work.SECTIONS, required=False)


class MyWork(ItemResource):
    abilities = {"retrieve": "view"}
    serializer_class = WorkShape

    @extend_schema(parameters=[WorkQuery])
    def retrieve(self, request):
        """What is assigned to you and unfinished, over all campaigns, by how it presses.

        Each section holds its first 40 items, and all of them when `section` names it.
        """
        asked = WorkQuery(data=request.query_params.dict(), context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        whole = asked.validated_data.get("section")
        sections, overdue = work.sections(self.member, timezone.localdate())
        told = {
            "count": sum(map(len, sections.values())),
            "overdue": overdue,
            "sections": self.told(sections, whole),
        }
        return Response(self.get_serializer(told).data)

    def told(self, sections, whole):
        shown = {
            name: [pk for pk, _face in (pairs if name == whole else pairs[: work.SHOWN])]
            for name, pairs in sections.items()
        }
        items = self.get_queryset().in_bulk([pk for pks in shown.values() for pk in pks])
        for name, pks in shown.items():
            label, hint = work.words(name)
            yield {
                "section": name,
                "label": label,
                "hint": hint,
                "count": len(sections[name]),
                "items": [items[pk] for pk in pks if pk in items],
            }


routes = [route("my-work", MyWork, "my_work", get="retrieve")]
