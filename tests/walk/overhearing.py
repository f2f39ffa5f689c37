"""What a request says beside its answer: mails it sends, lines it logs, effects it leaves.

A mail may hold what its reader may find, and that is whoever it is sent to; an address of nobody we
know yet is that of somebody who is invited, who may find what a guest does. Whoever is written to
also reads by whom, and their own address, which is known to them. Lines are read by whoever runs
the server, and effects stay after what they are about was erased: no canary belongs there.
"""

import logging

from django.core import mail

from tests.walk import rules
from tests.walk.canaries import leaked
from workspace.kernel import logs, scope
from workspace.kernel.outbox.handlers import HANDLERS
from workspace.kernel.outbox.models import Effect

# The effects that are mails; they are carried out before what the request changed is taken back.
MAILS = {
    "campaigns.tell_admitted",
    "plan.tell_mentioned",
    "plan.tell_moved",
    "teams.send_invitation",
}


class Ear(logging.Handler):
    """`with Ear(aviary, readers) as ear:` hears all requests made with `after=ear.at(step)`.

    `readers` are the names of actors by their mails. `faults` are sentences about the canaries of
    the newest request.
    """

    def __init__(self, aviary, readers):
        super().__init__(logging.INFO)
        self.setFormatter(logs.JsonLines())
        self.aviary, self.readers = aviary, readers
        self.lines, self.faults = [], []
        self.newest = max((effect.pk for effect in effects()), default=0)

    def __enter__(self):
        logging.getLogger().addHandler(self)
        return self

    def __exit__(self, *_error):
        logging.getLogger().removeHandler(self)

    def emit(self, record):
        self.lines.append(self.format(record))

    def at(self, step):
        """Listen anew; what is returned hears what `step` left, while it is there."""
        mail.outbox.clear()
        self.lines, self.faults = [], []

        def after(response):
            left = []
            if step.cell.verb not in rules.SAFE and response.status_code < 400:
                left = effects(pk__gt=self.newest)
            send(left)
            self.faults = [*self.in_effects(left), *self.in_mails(step), *self.in_lines()]

        return after

    def in_effects(self, left):
        for effect in left:
            for canary in self.heard(f"{effect.key} {effect.payload}"):
                yield f"leaves {canary.label} ({canary.song}) in {effect.name}"

    def in_mails(self, step):
        writer = self.heard(step.actor.member.name) if step.actor.member else set()
        for message in mail.outbox:
            for address in message.recipients():
                reader = self.readers.get(address, invited(step))
                canaries = self.heard(text_of(message).replace(address, "")) - writer
                for canary in sorted(leaked(canaries, reader), key=str):
                    yield f"mails {canary.label} ({canary.song}) to {reader}: {message.subject}"

    def in_lines(self):
        for canary in sorted(self.heard("\n".join(self.lines)), key=str):
            yield f"logs {canary.label} ({canary.song})"

    def heard(self, text):
        return self.aviary.heard(text.encode())


def effects(**wanted):
    with scope.everything(because="requests of all workspaces leave effects"):
        return list(Effect.objects.filter(**wanted))


def send(left):
    """Carry out those of the effects that are mails."""
    for effect in left:
        if effect.name in MAILS:
            with scope.of(effect.workspace_id):
                HANDLERS[effect.name].run(effect, **effect.payload)


def invited(step):
    """Who stands for somebody at an address of nobody we know."""
    if step.actor.name == "stranger":
        return "stranger"
    return "other" if step.cell.kind == "sibling" else "guest"


def text_of(message):
    """All words of a mail."""
    around = [message.subject, message.from_email, *message.reply_to, message.extra_headers]
    within = [message.body, *message.alternatives, *message.attachments]
    return "\n".join(map(str, [*around, *within]))
