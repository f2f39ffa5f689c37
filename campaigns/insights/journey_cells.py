"""A cell of the map of touchpoints: a channel at a stage.

Its key is "channel-stage", with `none` for items that have only one of the two.
"""

from dataclasses import dataclass, field

NONE = "none"
SHOWN = 4  # items of a cell before "more"


@dataclass
class Cell:
    """A channel at a stage: its items, who answers for it, and what it came to."""

    channel: object
    stage: object
    live: int = 0
    total: int = 0
    touchpoint: object = None
    items: list = field(default_factory=list)
    is_crowded: bool = False
    figures: object = None
    urls: dict = field(default_factory=dict)
    body: str = ""
    more_url: str = ""

    @property
    def key(self):
        return f"{id_of(self.channel)}-{id_of(self.stage)}"

    @property
    def fields(self):
        """What an item gets that is dropped here."""
        return f"channel={id_of(self.channel)}&stage={id_of(self.stage)}"

    @property
    def is_touchpoint(self):
        return bool(self.channel and self.stage)

    @property
    def owner(self):
        owner = self.touchpoint and self.touchpoint.owner
        return owner if owner and owner.state != "left" else None

    @property
    def promise(self):
        return self.touchpoint.promise if self.touchpoint else ""

    @property
    def done(self):
        return self.total - self.live

    @property
    def count(self):
        """The items that the filters leave here."""
        return len(self.items)

    @property
    def rest(self):
        return max(0, self.count - SHOWN)

    @property
    def is_ownerless(self):
        return self.is_touchpoint and self.total > 0 and self.owner is None

    @property
    def is_empty(self):
        return self.is_touchpoint and self.total == 0

    @property
    def is_idle(self):
        """Whether nothing is or was planned here and no figures came in."""
        return self.total == 0 and not self.count and not self.figures


def id_of(word):
    return word.pk if word else NONE
