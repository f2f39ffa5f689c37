"""What has changed beneath a week of numbers since somebody opened it: nothing typed is lost."""

import json

from django.utils.translation import gettext as _

from campaigns.metrics import amounts, showing
from campaigns.metrics.models import Unit
from workspace.kernel import texts
from workspace.kernel.refusals import one_after_another
from workspace.kernel.templatetags.look import day


class Meanwhile:
    """The part of a `Sheet` that compares what it was shown with, `shown_before`, to what is now.

    Where they do not go together, `typed` keeps what was typed, `problem` and `problems` say what
    has changed, and the sheet is saved once more.
    """

    def is_nowhere(self):
        """Whether the channel was removed since: its numbers are not those of the campaign."""
        if self.has_lost_its_channel:
            self.keep_as_typed()
            self.problem = self.problems[""] = _(
                "The channel was removed meanwhile, and nothing is saved yet. What you typed is"
                " still here: save once more to enter it for the whole campaign."
            )
        return self.has_lost_its_channel

    def is_in_no_currency(self):
        """Whether the currency that was typed is none; all that was typed stays."""
        if self.money.problem:
            self.keep_as_typed()
            self.problem = self.problems["currency"] = self.money.problem
        return bool(self.money.problem)

    def turns_to_other_units(self, stands):
        """Whether a row with something in it was shown in another unit than its metric has now:
        then it shows what stands there in that, beside what was changed, and is saved once more."""
        turned = {
            metric: Unit(before)
            for metric in self.metrics
            if (before := self.shown_before.get(metric.key)) in Unit.values
            and before != metric.unit
            and any(self.text_of(self.name(metric.key, when)) for when in self.days)
        }
        if turned:
            self.keep_as_typed()
            told = [self.turn(metric, before, stands) for metric, before in turned.items()]
            self.problem = self.problems[""] = one_after_another(*told)
        return bool(turned)

    def turn(self, metric, before, stands):
        """Show a row in its present unit, beside what was changed in another; what to say."""
        for when in self.days:
            name, now = self.name(metric.key, when), stands.get((metric.key, when))
            if not self.is_changed(name, self.typed[name], before):
                self.typed[name] = amounts.typed(now, metric.unit)
            self.shown_before[name] = as_shown(now)
        return _(
            "“%(metric)s” was in %(before)s when you opened this, and is in %(now)s now; what you"
            " changed is still here, and not saved yet. Look at it and save once more."
        ) % {"metric": metric.label, "before": before.label, "now": Unit(metric.unit).label}

    def turns_to_another_currency(self, stands):
        """Whether the sheet was shown in another currency and had money in it: then it shows what
        stands in the one that is asked for now, beside what was changed, and is saved once more."""
        names = {
            self.name(metric.key, when): stands.get((metric.key, when))
            for metric in self.metrics
            if metric.unit == Unit.MONEY
            for when in self.days
        }
        if not self.money.before or names.keys().isdisjoint(self.shown_before):
            return False
        self.keep_as_typed()
        for metric in self.metrics:
            for when in self.days:
                name = self.name(metric.key, when)
                if name in names and not self.typed_for_nothing(metric, when):
                    self.typed[name] = amounts.typed(names[name], metric.unit)
        self.shown_before = {
            name: amount for name, amount in self.shown_before.items() if name not in names
        } | {name: as_shown(amount) for name, amount in names.items() if amount is not None}
        self.problems["currency"] = self.problem = _(
            "The amounts are those in %(currency)s now; what you changed is still here, and not"
            " saved yet. Look at them and save once more."
        ) % {"currency": self.currency}
        return True

    def meet(self, name, now, metric):
        """Somebody else has saved another number since the cell was shown: say it once."""
        self.shown_before.pop(name, None)
        if now is None:
            self.problems[name] = _("It was taken away meanwhile. Save again to keep yours.")
            return
        self.shown_before[name] = as_shown(now)
        theirs = showing.amount(now, metric.unit, self.currency_of(metric))
        self.problems[name] = _("%(amount)s came in meanwhile. Save again to replace it.") % {
            "amount": theirs
        }

    def tell_what_is_closed(self):
        """A metric that was counted or retired since the form was opened has no row any more, in
        which what was typed could stay."""
        told = []
        for metric in self.closed:
            lost = {
                self.name(metric.key, when): f"{day(when)}: {text}"
                for when in self.days
                if (text := self.typed_for_nothing(metric, when))
            }
            if lost:
                self.problems |= lost
                told.append(
                    _(
                        "“%(metric)s” takes no numbers by hand any more; what you typed there is "
                        "not saved (%(typed)s). Save once more to keep the rest."
                    )
                    % {"metric": metric.label, "typed": ", ".join(lost.values())}
                )
        self.problem = one_after_another(*told)

    def typed_for_nothing(self, metric, when):
        name = self.name(metric.key, when)
        text = self.text_of(name)
        return text if self.is_changed(name, text, metric.unit) else ""

    def is_changed(self, name, text, unit):
        """Whether a cell says something else than it was shown with, in a unit."""
        try:
            return self.differs(name, amounts.read(text, unit))
        except amounts.Unclear:
            return True

    def differs(self, name, amount):
        """Whether a cell does not hold what it was shown with."""
        return as_shown(amount) != self.shown_before.get(name)

    def keep_as_typed(self):
        for metric in self.metrics:
            for when in self.days:
                name = self.name(metric.key, when)
                self.typed[name] = self.text_of(name)

    def text_of(self, name):
        return texts.line(self.request.POST.get(name, ""))


def as_shown(amount):
    """A saved amount as the form keeps it; None where there is none."""
    return None if amount is None else str(amount)


def shown_before(text):
    """What the form showed when it was opened, {cell: amount as text, metric: its unit}."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: value for name, value in found.items() if isinstance(value, str)}
