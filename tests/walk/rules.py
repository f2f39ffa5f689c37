"""What the policies say of a request, worked out without the code that enforces them.

`expected(…)` is "sign in", "unseen", "forbidden" or "open"; None for a route that is public or
only about the reader's own account. It reads the policy table and the gates' marks, and decides by
itself who is admitted.
"""

from campaigns.leads.queries import news_for
from campaigns.patterns.models import Recurrence
from teams.readers import Viewer
from workspace.kernel import scope
from workspace.kernel.access import POLICIES
from workspace.kernel.streams.models import Event, Stream

SAFE = {"GET", "HEAD", "OPTIONS"}
ANY = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}
READ = {"GET", "HEAD"}
# What a view asks beyond its gate: (route, ask's label) → (verbs, noun, ability).
DEMANDS = {
    ("person", "as member"): ({"POST"}, "member", "edit"),
    ("person", "as owner"): ({"POST"}, "member", "edit"),
    ("campaign_settings", ""): ({"POST"}, "campaign", "edit"),
    ("new_item", ""): (ANY, "item", "add"),
    ("add_item", ""): ({"POST"}, "item", "add"),
    ("bulk", "due of one"): ({"POST"}, "item", "edit"),
    ("bulk", "status of two"): ({"POST"}, "item", "edit"),
    ("bulk", "trash"): ({"POST"}, "item", "trash"),
    ("change_item", "title"): ({"POST"}, "item", "edit"),
    ("place_item", "team"): ({"POST"}, "item", "edit"),
    ("edit_entry", "text"): ({"POST"}, "item", "edit"),
    ("import_plan", ""): (READ | {"POST"}, "import", "add"),
    ("bring_numbers", ""): ({"POST"}, "batch", "bring"),
    ("overlays", ""): ({"POST"}, "overlay", "add"),
    ("move_items", ""): ({"POST"}, "item", "edit"),
    ("lay_plan", ""): ({"POST"}, "item", "edit"),
    ("save_template", ""): (READ | {"POST"}, "template", "add"),
    ("start_from_template", ""): (READ | {"POST"}, "campaign", "add"),
    ("trash", ""): (READ, "trashed item", "view"),
    ("restore", ""): ({"POST"}, "trashed item", "restore"),
    ("activity", ""): (READ, "event", "view"),
    ("item_activity", ""): (READ, "event", "view"),
    ("undo", ""): ({"POST"}, "item", "undo"),
    ("baselines_add", ""): ({"POST"}, "baseline", "add"),
    ("edit_touchpoint", ""): ({"POST"}, "touchpoint", "edit"),
    ("campaign_radar", ""): (READ, "workspace", "see_people"),
    ("leads", ""): (READ, "lead", "view"),
    ("export_campaign_leads", ""): (READ, "lead", "export"),
    ("new_lead", ""): (READ | {"POST"}, "lead", "add"),
    ("forms", ""): (READ | {"POST"}, "lead form", "view"),
    ("bring_leads", ""): (READ | {"POST"}, "lead import", "add"),
    ("add_target", ""): (READ | {"POST"}, "target", "add"),
    ("api:campaign_reschedule", ""): ({"POST"}, "item", "edit"),
    ("api:campaign_handoffs", ""): (READ, "workspace", "see_people"),
    ("api:item", "title"): ({"PATCH"}, "item", "edit"),
    ("api:item_entry", "text"): ({"PATCH"}, "item", "edit"),
    ("api:member", "leads"): ({"PATCH"}, "member", "grant_leads"),
    ("api:campaign_bulk", "trash"): ({"POST"}, "item", "trash"),
    ("api:invitations", "member"): ({"POST"}, "workspace", "bring_members"),
    ("api:invitations", "admin"): ({"POST"}, "workspace", "bring_admins"),
    ("api:invitations", "owner"): ({"POST"}, "workspace", "bring_owners"),
    ("api:invitations", "higher"): ({"POST"}, "workspace", "bring_admins"),
}


def undoes_own(world, found, reader):
    """Undo turns back what one did oneself in the addressed campaign."""
    event = found.rows.get("revision")
    return judge_undo(found.rows["campaign"], event.revision, reader) if event else "open"


def undoes_own_by_number(world, found, reader):
    return judge_undo(found.rows["campaign"], world.things["revision"]["own"].revision, reader)


def judge_undo(campaign, revision, reader):
    stream = Stream.objects.get(kind="campaign", of=campaign.pk)
    event = Event.objects.filter(stream=stream, revision=revision).first()
    return "open" if event is None or event.actor_id == reader.pk else "forbidden"


def progresses_one(world, found, reader):
    """Whoever may only report progress moves their own items, one by one."""
    item = world.things["item"]["own"]
    if item.campaign_id != found.rows["campaign"].pk:
        return "unseen"
    policy = POLICIES["item"]
    return "open" if admits(policy.abilities["progress"], reader, item) else "forbidden"


def makes_an_owner(world, found, reader):
    """Nobody gives a role above their own."""
    row = found.rows.get("member")
    already = row is not None and row.role == "owner"
    bring = POLICIES["workspace"].abilities["bring_owners"]
    return "open" if already or admits(bring, reader, None) else "forbidden"


def returns(world, found, reader):
    """Only an item that comes again has a rule to be read."""
    return "open" if Recurrence.objects.filter(item=found.rows["item"]).exists() else "unseen"


def sees_both_leads(world, found, reader):
    """Of two leads that become one both must be known."""
    other = found.rows.get("other lead")
    seen = other is not None and POLICIES["lead"].visible_to(reader).filter(pk=other.pk).exists()
    return "open" if seen else "unseen"


def is_its_merge(world, found, reader):
    """A merge is undone on the page of the lead that was kept."""
    merge = found.rows.get("merge")
    return "open" if merge is not None and merge.kept == found.rows["lead"] else "unseen"


def sees_who_leads_are(world, found, reader):
    """Who sees leads masked is told of no duplicates: it would say that a mail is known."""
    see = POLICIES["lead"].abilities["see_duplicates"]
    return "open" if admits(see, reader, found) else "forbidden"


def recognises_leads(world, found, reader):
    """Whoever names leads by an id learns which of them are known."""
    recognise = POLICIES["lead"].abilities["recognise"]
    return "open" if admits(recognise, reader, found.rows["campaign"]) else "forbidden"


def sees_files_of_leads(world, found, reader):
    """Files of leads are the team's; the campaign's gate opens to guests, too."""
    see = POLICIES["lead import"].abilities["add"]
    return "open" if admits(see, reader, found) else "forbidden"


def is_a_place(world, found, reader):
    """A touchpoint is named by a channel and a stage of the campaign's workspace."""
    home = found.rows["campaign"].workspace_id
    words = [found.rows.get(noun) for noun in ("channel", "stage")]
    here = all(word is not None and word.workspace_id == home for word in words)
    return "open" if here else "unseen"


def has_news(world, found, reader):
    """There is news of marketing's answers only for whom some have come that they have not seen."""
    return "open" if news_for(reader) else "unseen"


# What depends on more than the table: (route, ask's label, verb) → the rule.
RULES = {
    ("undo", "", "POST"): undoes_own,
    ("api:campaign_undo", "", "POST"): undoes_own_by_number,
    ("bulk", "status of one", "POST"): progresses_one,
    ("touchpoint", "", "GET"): is_a_place,
    ("touchpoint", "", "HEAD"): is_a_place,
    ("edit_touchpoint", "", "POST"): is_a_place,
    ("api:member", "owner", "PATCH"): makes_an_owner,
    ("duplicates", "", "GET"): sees_who_leads_are,
    ("duplicates", "", "HEAD"): sees_who_leads_are,
    ("api:lead_duplicates", "", "GET"): sees_who_leads_are,
    ("api:lead_duplicates", "", "HEAD"): sees_who_leads_are,
    ("api:campaign_leads_batch", "by its id", "POST"): recognises_leads,
    ("api:campaign_lead_imports", "", "GET"): sees_files_of_leads,
    ("api:campaign_lead_imports", "", "HEAD"): sees_files_of_leads,
    ("api:campaign_lead_imports", "", "POST"): sees_files_of_leads,
    ("bring_leads", "", "GET"): sees_files_of_leads,
    ("bring_leads", "", "HEAD"): sees_files_of_leads,
    ("bring_leads", "", "POST"): sees_files_of_leads,
    ("api:lead_merge_undo", "", "POST"): is_its_merge,
    ("merge_leads", "", "GET"): sees_both_leads,
    ("merge_leads", "", "HEAD"): sees_both_leads,
    ("merge_leads", "", "POST"): sees_both_leads,
    ("undo_merge", "", "POST"): is_its_merge,
    ("api:answers_news", "", "GET"): has_news,
    ("api:answers_news", "", "HEAD"): has_news,
    ("api:item_recurrence", "", "GET"): returns,
    ("api:item_recurrence", "", "HEAD"): returns,
}


def expected(world, route, verb, found, actor, label=""):
    if route.is_api:
        return expected_of_api(world, route, verb, found, actor, label)
    if route.gate is None:
        return None
    reader = reader_of(world, route, verb, found, actor)
    if reader is None:
        return "unseen" if has_account(actor) else "sign in"
    with scope.of(world.acme.pk if actor.name != "stranger" else world.rival.pk):
        return judged(world, route.gate, route, verb, found, reader, actor, label)


def has_account(actor):
    return actor.member is not None and bool(actor.session)


def reader_of(world, route, verb, found, actor):
    """The member or viewer that the door lets in; None for nobody."""
    if has_account(actor) and actor.name != "left" and in_workspace(actor, world, found):
        return actor.member
    campaign = found.rows.get("campaign")
    if actor.campaign_id and verb in SAFE and campaign and campaign.pk == actor.campaign_id:
        return Viewer("viewer", world.acme, world.acme.pk, actor.campaign_id, 0)
    return None


def in_workspace(actor, world, found):
    wanted = world.rival if found.path.startswith(f"/w/{world.rival.slug}/") else world.acme
    return actor.member.workspace_id == wanted.pk


def expected_of_api(world, route, verb, found, actor, label):
    if not actor.secret or actor.name == "left":
        return "sign in"
    action = route.actions.get("GET" if verb == "HEAD" else verb)
    if action is None:
        return "open"
    view = route.view
    ability = view.abilities[action]
    with scope.of(actor.member.workspace_id):
        if view.within:
            policy, _lookup = view.within
            above = judged(world, (policy, "view"), route, verb, found, actor.member, actor, label)
            if above != "open":
                return above
        if route.name == "me":
            return "open"
        return judged(world, (view.policy, ability), route, verb, found, actor.member, actor, label)


def judged(world, gate, route, verb, found, reader, actor, label):
    policy, ability = gate
    row = found.rows.get(noun_in(policy.noun, found.rows))
    if names_one(route, policy) and not is_there(policy, reader, row, found):
        return "unseen"
    if not may(policy, ability, reader, row, actor):
        return "forbidden"
    return further(world, route, verb, found, reader, actor, label)


def noun_in(noun, rows):
    """The name under which the row of a policy's noun stands among those of an address."""
    aliases = {"member": ("member", "gone member"), "team": ("team", "free team")}
    aliases["partner"] = ("partner", "free partner")
    aliases["numbers"] = ("campaign",)
    aliases["verdict"] = ("campaign",)
    return next((name for name in aliases.get(noun, (noun,)) if name in rows), noun)


def names_one(route, policy):
    """Whether the address names a row of this policy's noun."""
    return any(noun_in(policy.noun, {noun: None}) == noun for noun in route.nouns.values())


def is_there(policy, reader, row, found):
    """Whether the reader sees the row, in the campaign that the address names before it."""
    if row is None:
        return False
    campaign = found.rows.get("campaign")
    if campaign is not None and getattr(row, "campaign_id", campaign.pk) != campaign.pk:
        return False
    return policy.visible_to(reader).filter(pk=row.pk).exists()


def may(policy, ability, reader, row, actor):
    """Whether the table gives the ability to the reader, and the reader's token to its bearer."""
    kind = "read" if ability in policy.reading else "write"
    within = actor.session or f"{policy.area}:{kind}" in actor.scopes
    return bool(within) and admits(policy.abilities[ability], reader, row)


def admits(rule, reader, row):
    """Whether a rule names the reader's role, always or under a condition that the row meets."""
    return reader.role in rule.roles or any(
        reader.role in under.roles and (row is None or condition(reader, row))
        for condition, under in rule.conditions
    )


def further(world, route, verb, found, reader, actor, label):
    """What the view itself demands, after the gate has opened."""
    name = f"api:{route.name}" if route.is_api else route.name
    verbs, noun, ability = DEMANDS.get((name, label), (set(), "", ""))
    if verb in verbs:
        row = found.rows.get(noun_in(noun, found.rows))
        if not may(POLICIES[noun], ability, reader, row, actor):
            return "forbidden"
    if rule := RULES.get((name, label, verb)):
        return rule(world, found, reader)
    return "open"


def met(response):
    """A response in the words of `expected`."""
    if response.status_code == 401 or (
        response.status_code == 302 and response["Location"].startswith("/accounts/login/")
    ):
        return "sign in"
    return {404: "unseen", 403: "forbidden"}.get(response.status_code, "open")
