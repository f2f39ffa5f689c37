"""ETags of versioned rows, and the two headers that name them.

The tag of a row is its version; where a row also shows what is counted elsewhere, the revision
of that follows after a point (`"7.123"`). Only the version decides whether a change is stale.
"""

from django.utils.http import parse_etags
from django.utils.translation import gettext as _

from workspace.kernel.refusals import Refusal, Stale


class Unconditional(Refusal):
    """A change of a versioned row must say which version was seen."""

    status = 428
    code = "precondition_required"


def tag_of(row):
    face = getattr(row, "face", None)
    return f'"{row.version}"' if face is None else f'"{row.version}.{face}"'


def seen_version(request, row):
    """The present version of `row`, if it is the one that If-Match names (`*` names any)."""
    given = request.headers.get("If-Match", "")
    if not given:
        raise Unconditional(
            _("Say with If-Match which version you change."),
            mend=_("Send the ETag of your last GET."),
        )
    if given.strip() != "*" and str(row.version) not in versions(given):
        raise Stale(_("This was changed meanwhile."), mend=_("Get it again, then change it."))
    return row.version


def versions(header):
    return {tag.removeprefix("W/").strip('"').partition(".")[0] for tag in parse_etags(header)}


def is_known(request, row):
    """Whether the caller has `row` as it is (If-None-Match)."""
    known = request.headers.get("If-None-Match", "")
    return known.strip() == "*" or tag_of(row) in {
        tag.removeprefix("W/") for tag in parse_etags(known)
    }
