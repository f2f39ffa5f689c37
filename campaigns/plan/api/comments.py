"""What people say about items, and whom they ask."""

from django.urls import reverse
from drf_spectacular.utils import extend_schema

from campaigns.plan import actions, policies
from campaigns.plan.api.shapes import CommentShape, MentionShape, NewComment
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Resource, Shown


class ItemComments(Resource):
    policy = policies.item
    abilities = {"list": "view", "create": "comment"}
    lookup = {"pk": "item"}
    serializer_class = CommentShape

    def get_queryset(self):
        return policies.comment.visible_to(self.member)

    def list(self, request, item):
        """What was said about an item; the team's own talk is not shown to guests."""
        return self.page(self.get_queryset().filter(item=self.row))

    @extend_schema(request=NewComment)
    def create(self, request, item):
        """Say something about an item; whoever is named with an @ is told by mail."""
        return self.made(actions.comment(self.row, by=self.member, **self.wanted(NewComment)))

    def address_of(self, row):
        return reverse("api:comment", args=[row.pk])


class OneComment(Shown, Resource):
    policy = policies.comment
    abilities = {"retrieve": "view", "partial_update": "edit", "destroy": "remove"}
    lookup = {"pk": "comment"}
    serializer_class = CommentShape

    def partial_update(self, request, comment):
        """Change your own words."""
        wanted = self.wanted()
        actions.edit_comment(self.row, by=self.member, version=self.seen_version(), **wanted)
        return self.answer_anew(self.row)

    def destroy(self, request, comment):
        """Take a comment away; undo brings it back."""
        self.seen_version()
        actions.remove_comment(self.row, by=self.member)
        return self.done()


class Mentions(Resource):
    policy = policies.mention
    abilities = {"list": "view"}
    serializer_class = MentionShape

    def list(self, request):
        """Where others ask for your attention and you have neither answered nor put it aside."""
        rows = self.get_queryset().filter(settled_at__isnull=True)
        return self.page(rows.select_related("comment"))


class Settling(Resource):
    policy = policies.mention
    abilities = {"settle": "settle"}
    lookup = {"pk": "mention"}
    serializer_class = MentionShape

    @extend_schema(request=None)
    def settle(self, request, mention):
        """Put a mention aside."""
        actions.settle(self.row, by=self.member)
        return self.answer_anew(self.row)


routes = [
    route("items/<int:item>/comments", ItemComments, "item_comments", get="list", post="create"),
    route(
        "comments/<int:comment>",
        OneComment,
        "comment",
        get="retrieve",
        patch="partial_update",
        delete="destroy",
    ),
    route("mentions", Mentions, "mentions", get="list"),
    route("mentions/<int:mention>/settle", Settling, "mention_settle", post="settle"),
]
