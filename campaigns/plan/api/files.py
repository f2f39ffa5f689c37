"""Files on items."""

from django.core.files.storage import default_storage
from django.http import FileResponse
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema

from campaigns.plan import actions, files, policies
from campaigns.plan.api.shapes import AttachmentShape, NewAttachment
from workspace.kernel.api.parsers import UploadParser
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Resource, Shown


class ItemAttachments(Resource):
    policy = policies.item
    abilities = {"list": "view", "create": "attach"}
    lookup = {"pk": "item"}
    parser_classes = [UploadParser]
    serializer_class = AttachmentShape

    def get_queryset(self):
        return policies.attachment.visible_to(self.member)

    def list(self, request, item):
        """The files on an item."""
        return self.page(self.get_queryset().filter(item=self.row))

    @extend_schema(request={"multipart/form-data": NewAttachment})
    def create(self, request, item):
        """Put a file on an item; images are drawn anew, without what hid in them."""
        stored = files.store(self.wanted(NewAttachment)["file"])
        return self.made(actions.attach(self.row, by=self.member, stored=stored))

    def address_of(self, row):
        return reverse("api:attachment", args=[row.pk])


class OneAttachment(Shown, Resource):
    policy = policies.attachment
    abilities = {"retrieve": "view", "content": "view", "destroy": "remove"}
    lookup = {"pk": "attachment"}
    conditional = frozenset()
    serializer_class = AttachmentShape

    def destroy(self, request, attachment):
        """Take a file off its item; undo puts it back."""
        actions.detach(self.row, by=self.member)
        return self.done()

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def content(self, request, attachment):
        """The bytes of a file, to be saved."""
        return FileResponse(
            default_storage.open(files.path_of(self.row.key)),
            as_attachment=True,
            filename=self.row.name,
            content_type="application/octet-stream",
        )


routes = [
    route(
        "items/<int:item>/attachments",
        ItemAttachments,
        "item_attachments",
        get="list",
        post="create",
    ),
    route(
        "attachments/<int:attachment>",
        OneAttachment,
        "attachment",
        get="retrieve",
        delete="destroy",
    ),
    route(
        "attachments/<int:attachment>/content", OneAttachment, "attachment_content", get="content"
    ),
]
