"""Writing what a file says into the plan: everything or nothing, as one revision."""

from collections import Counter, defaultdict

from campaigns.plan import fields
from campaigns.plan.actions import comments, together, writing
from campaigns.plan.imports import comparing, loops, merging, moving
from campaigns.plan.imports.models import Origin
from campaigns.plan.imports.progress import WRITING
from campaigns.plan.imports.reading import vendors
from campaigns.plan.imports.said import Speaker, spoken_by
from campaigns.plan.models import Comment, Item
from workspace.kernel import pouring
from workspace.kernel.streams.recording import chunks

EVERYBODY = "all"  # choices["comments"]: guests may read them too


class Bringing:
    """One import, inside the open records of its campaign and of those that its days reach."""

    def __init__(self, records, imp, reading, plan, places, progress):
        self.records = records
        self.record = records["campaign", imp.campaign_id]
        self.imp = imp
        self.reading = reading
        self.plan = plan
        self.places = places
        self.progress = progress
        self.spoken = spoken_by(reading)
        self.speaker = Speaker(reading, places)
        self.team_only = imp.choices.get("comments") != EVERYBODY
        self.left_out = Counter()

    def bring(self):
        """Write it; returns the counts that tell how it went."""
        found = comparing.compared(self.imp, self.reading, self.plan, self.places)
        moves = self.moves(found)
        self.progress.step(WRITING, len(found.new) + len(found.found))
        restored = self.restore(found.found)
        ids = found.ids
        new = self.add(found.new, ids, gone=set(found.in_trash.values()))
        ids |= {said.draft.external_id: item.pk for said, item in new}
        changes = comparing.changes(found, ids, self.spoken)
        self.change(changes)
        moving.remember(self.records, moves, by=self.imp.by, why=self.imp.why)
        self.comment(new, changes)
        self.settle(new, changes, restored)
        self.remember(new, changes, ids)
        mattered = {change.known.item.pk for change in changes if change.matters} | restored
        return comparing.counts_of(found, len(mattered))

    def moves(self, found):
        """What the file's days do to others; refused where it is not what somebody has seen."""
        moves = moving.moves_of(found, self.reading)
        seen, why = self.imp.seen, self.imp.why
        moving.refuse_unsaid(moves, self.imp.by, seen=seen, why=why)
        if any(("campaign", pk) not in self.records for pk in moves.reached):
            raise moving.Unseen(moves)
        return moves

    # Items

    def restore(self, found):
        """Take back from the trash what an undone import had put there; returns the ids."""
        gone = [known for known, _said in found if known.item.trashed_at]
        wanted = [(known.item, known.state, {"trashed": False}) for known in gone]
        together.write_many(self.record, wanted, verb="item.restored")
        for known in gone:
            known.state["trashed"] = False
            known.item.trashed_at = None
        return {known.item.pk for known in gone}

    def add(self, saids, ids, gone):
        """Create the new items; returns them with what the file says, as [(said, item)]."""
        if not saids:
            return []
        places = {said.draft.external_id: place for place, said in enumerate(saids)}
        source = comparing.source_of(self.imp, self.reading)
        drafts = [self.draft(said, source, ids, places) for said in saids]
        for draft in drafts:
            draft["parent"] = None if draft["parent"] in gone else draft["parent"]
        items = together.add_many(
            self.record, self.imp.campaign, drafts, stored=self.progress.advance
        )
        new = list(zip(saids, items, strict=True))
        ids = ids | {said.draft.external_id: item.pk for said, item in new}
        for said, item in new:
            self.shape_dependencies(item.pk, said.draft, ids)
        return new

    def draft(self, said, source, ids, places):
        waits = [wait.on for wait in said.draft.waits_for]
        return said.values | {
            "source": source,
            "external_id": said.draft.external_id,
            "completed_at": self.speaker.completed_at(said.draft),
            "parent": ids.get(said.draft.parent),
            "parent_at": places.get(said.draft.parent),
            "waits_for": sorted({ids[name] for name in waits if name in ids}),
            "waits_for_at": [places[name] for name in waits if name in places],
        }

    def change(self, changes):
        self.left_out["circle"] += loops.cut(self.imp, changes)
        together.write_many(
            self.record,
            [(each.known.item, each.known.state, each.wanted) for each in changes],
            stored=self.progress.advance,
        )
        self.complete(changes)

    def complete(self, changes):
        """What has become done was done when the file says so, not when it came in."""
        done = defaultdict(list)
        for each in changes:
            if each.wanted.get("status") == "done":
                done[self.speaker.completed_at(each.draft)].append(each.known.item.pk)
        done.pop(None, None)
        for at, pks in done.items():
            for some in chunks(pks, 5_000):
                Item.objects.filter(pk__in=some).update(completed_at=at, status_at=at)

    def shape_dependencies(self, pk, draft, ids):
        """Give dependencies their kind and lag, where the file says more than "waits for"."""
        given = {ids.get(wait.on): (wait.kind, wait.lag) for wait in draft.waits_for}
        how = fields.how_of({pk: how for pk, how in given.items() if pk})
        if how:
            writing.write_how_of(self.record, pk, how)

    def settle(self, new, changes, restored):
        """Recount who waits for whom around everything that could have changed it."""
        around = {item.pk for said, item in new if said.draft.waits_for} | restored
        for each in changes:
            if {"status", "waits_for"} & each.wanted.keys():
                around.add(each.known.item.pk)
                around |= {*each.known.state["waits_for"], *each.wanted.get("waits_for", ())}
        together.recount(self.record, around)

    # Comments

    def comment(self, new, changes):
        self.comment_new(new)
        for each in changes:
            for comment in each.new_comments:
                self.comment_present(each.known.item, comment)

    def comment_new(self, new):
        rows = (
            self.comment_row(item, comment) for said, item in new for comment in said.draft.comments
        )
        pouring.pour_instances(Comment, list(rows))
        column = "team_comments" if self.team_only else "open_comments"
        by_count = defaultdict(list)
        for said, item in new:
            if said.draft.comments:
                by_count[len(said.draft.comments)].append(item.pk)
        for count, pks in by_count.items():
            for some in chunks(pks, 5_000):
                Item.objects.filter(pk__in=some).update(**{column: count})

    def comment_present(self, item, comment):
        said = self.comment_row(item, comment)
        said.save(force_insert=True)
        comments.count(self.record, said, +1)
        self.record(
            "item.commented",
            item,
            audience=comments.audience_of(said),
            comment=said.pk,
            excerpt=said.body[:140],
        )

    def comment_row(self, item, comment):
        author = comment.author
        tool = str(vendors.label_of(self.reading["vendor"].value))
        return Comment(
            workspace_id=item.workspace_id,
            item=item,
            author_id=self.places.person(author),
            author_name=(author.name or author.mail) if author else tool,
            body=comment.text,
            team_only=self.team_only,
            created_at=comment.at or self.record.at,
        )

    # What the file said

    def remember(self, new, changes, ids):
        said_now = (
            (item, merging.remembered({}, comparing.with_references(said, ids), self.spoken))
            for said, item in new
        )
        names = ["workspace_id", "item_id", "brought_id", "values"]
        rows = (
            (item.workspace_id, item.pk, self.imp.pk, values) for item, values in said_now if values
        )
        pouring.pour(Origin, names, rows)
        Origin.objects.bulk_create(
            (
                Origin(
                    workspace_id=each.known.item.workspace_id,
                    item=each.known.item,
                    brought=self.imp,
                    values=remembered,
                )
                for each in changes
                if (remembered := merging.remembered(each.known.before, each.values, self.spoken))
                != each.known.before
            ),
            batch_size=500,
            update_conflicts=True,
            unique_fields=["item", "brought"],
            update_fields=["values"],
        )
