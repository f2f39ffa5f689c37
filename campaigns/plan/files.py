"""Storing what people upload: under an opaque key, images re-encoded, everything else as it is.

A file's bytes are stored before the action that puts it on an item; bytes that no row names are
swept away by a task.
"""

import hashlib
import io
import secrets
import warnings
from dataclasses import dataclass

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from workspace.kernel.refusals import Invalid

MOST_PIXELS = 40_000_000
IMAGES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}


@dataclass(frozen=True)
class Stored:
    key: str
    name: str
    size: int
    content_type: str
    sha256: str


def store(upload):
    """Keep an uploaded file; `Invalid` when it is empty, too large, or not the image it says."""
    name = clean_name(upload.name)
    if upload.size > settings.ATTACHMENT_MAX_BYTES:
        refuse(
            _("“%(name)s” is larger than %(size)s.")
            % {"name": name, "size": size_in_words(settings.ATTACHMENT_MAX_BYTES)},
            _("Share it by a link in the description instead."),
        )
    if not upload.size:
        refuse(_("“%(name)s” is empty.") % {"name": name})
    content, content_type = picture(upload.read(), name)
    key = secrets.token_urlsafe(32)
    default_storage.save(path_of(key), ContentFile(content))
    return Stored(key, name, len(content), content_type, hashlib.sha256(content).hexdigest())


def size_in_words(size):
    """A size as people read it; whole megabytes have no decimals."""
    megabytes, rest = divmod(size, 2**20)
    return f"{megabytes}\u00a0MB" if megabytes and not rest else filesizeformat(size)


def path_of(key):
    return f"attachments/{key[:2]}/{key}"


def clean_name(name):
    """The last part of a file name, without control characters, 200 characters at most."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable())[-200:] or _("file")


def picture(content, name):
    """(bytes, content type): an image drawn anew without what hid in it, other bytes unchanged."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as image:
                if image.format not in IMAGES:
                    return content, "application/octet-stream"
                if image.width * image.height > MOST_PIXELS:
                    raise Image.DecompressionBombError
                return redrawn(image), IMAGES[image.format]
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        refuse(_("“%(name)s” has more than 40 megapixels.") % {"name": name}, _("Make it smaller."))
    except UnidentifiedImageError:
        return content, "application/octet-stream"
    except (OSError, SyntaxError, ValueError):
        refuse(_("“%(name)s” is a damaged image.") % {"name": name}, _("Save it again and retry."))


def redrawn(image):
    target = io.BytesIO()
    if image.format == "GIF" and getattr(image, "n_frames", 1) > 1:
        image.save(target, "GIF", save_all=True)
    else:
        image.load()
        image.save(target, image.format, **({"quality": 90} if image.format == "JPEG" else {}))
    return target.getvalue()


def refuse(sentence, mend=""):
    raise Invalid.at("file", sentence, mend)
