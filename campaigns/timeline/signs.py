"""What the rest of the plan means for an item: conflicts and the critical path, in words."""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.plan.models import Dependency
from workspace.kernel.templatetags.look import listed

SIGN = '<span class="sign mark {}" title="{}"><span class="unseen">{}</span></span>'


def classes(pk, reckoning):
    """The classes of an item's row that colour its bar."""
    critical = " critical" if reckoning.is_critical(pk) else ""
    return critical + (" clash" if reckoning.conflicts_of(pk) else "")


def marks(pk, reckoning, outside):
    """The signs before an item's name; each says in words what it stands for."""
    shown = ""
    if reckoning.conflicts_of(pk):
        words = "; ".join(conflicts(pk, reckoning, outside))
        shown += format_html(SIGN, "i-triangle-alert toned tone-bad", words, words)
    if reckoning.is_critical(pk):
        words = _("On the critical path")
        shown += format_html(SIGN, "i-zap", words, words)
    return shown


def conflicts(pk, reckoning, outside):
    """A sentence for each link of the item that does not hold."""
    return [
        f"{too_early(broken.by_days)}: {why(broken.link, reckoning, outside)}"
        for broken in reckoning.conflicts_of(pk)
    ]


def too_early(count):
    return ngettext(
        "%(count)s working day too early", "%(count)s working days too early", count
    ) % {"count": count}


def why(link, reckoning, outside):
    if outside and link.earlier in reckoning.abroad.rows:
        return _("an item of another campaign")
    sentence = {
        "FS": _("“%(other)s” has to be done before it starts"),
        "SS": _("“%(other)s” has to start before it starts"),
        "FF": _("“%(other)s” has to be done before it ends"),
        "SF": _("“%(other)s” has to start before it ends"),
    }[link.kind]
    return sentence % {"other": title_of(link.earlier, reckoning)}


def how(link):
    """How one end of a link waits for the other; "" for the usual way."""
    if link.kind == "FS" and not link.lag:
        return ""
    return listed(shape(link))


def shape(link):
    """The kind of a link and, where it has one, its lag, in words."""
    words = [Dependency.Kind(link.kind).label]
    if link.lag:
        words.append(
            ngettext("%(lag)+d working day", "%(lag)+d working days", link.lag) % {"lag": link.lag}
        )
    return words


def title_of(pk, reckoning):
    """Its title, with its key where it stands in another plan; "" for what is not known."""
    row = reckoning.rows.get(pk) or reckoning.abroad.rows.get(pk)
    return row.title if row else ""
