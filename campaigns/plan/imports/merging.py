"""Bringing together what a file says now, what it said last time, and what people made of it.

The file has its way where it says something else than last time; everywhere else what people
changed in the plan stays. See docs/decisions/0009.
"""

from campaigns.plan.actions.writing import BLANK

SETS = ("assignees", "labels", "waits_for")


def merged(state, before, said, spoken):
    """The plain values to bring an item with `state` to; `before` is what the file said last."""
    wanted = {}
    for name in sorted(spoken.fields & said.keys()):
        then = before.get(name, BLANK[name])
        if name == "waits_how":
            then = shapes_then(before, said[name])
        if alike(said[name], then):
            continue
        if name in SETS:
            wanted[name] = merged_set(state[name], then, said[name])
        elif name == "waits_how":
            waits = wanted.get("waits_for", state["waits_for"])
            wanted[name] = merged_shapes(state[name], then, said[name], waits)
        elif name == "checklist":
            wanted[name] = merged_checklist(state[name], then, said[name])
        elif name == "extra":
            wanted[name] = merged_columns(state[name], then, said[name], spoken.columns)
        else:
            wanted[name] = said[name]
    return {name: value for name, value in wanted.items() if value != state[name]}


def shapes_then(before, now):
    """How items waited by what the file said last.

    When that was written down without shapes, it is taken to be what the file says `now`, so that
    what people made of these links since stays.
    """
    if not before or "waits_how" in before:
        return before.get("waits_how", BLANK["waits_how"])
    return {pk: how for pk, how in now.items() if int(pk) in before.get("waits_for", ())}


def alike(said, then):
    """Whether a file says the same as before; it may end its lines otherwise."""
    if isinstance(said, str) and isinstance(then, str):
        return said.splitlines() == then.strip().splitlines()
    return said == then


def merged_set(state, then, now):
    return sorted((set(state) | (set(now) - set(then))) - (set(then) - set(now)))


def merged_shapes(state, then, now, waits):
    """Link by link, of those there are; the usual shape is not written down."""
    said_anew = {pk for pk in then.keys() | now.keys() if then.get(pk) != now.get(pk)}
    kept = {pk: how for pk, how in state.items() if pk not in said_anew}
    told = {pk: how for pk, how in now.items() if pk in said_anew and int(pk) in waits}
    return kept | told


def merged_checklist(state, then, now):
    """Entry by entry, by their texts; what is new comes at the end."""
    then, now = dict(map(tuple, then)), dict(map(tuple, now))
    kept = [
        [text, now[text] if text in now and now[text] != then.get(text, done) else done]
        for text, done in state
        if text in now or text not in then
    ]
    present = {text for text, _done in kept}
    new = [[t, done] for t, done in now.items() if t not in then and t not in present]
    return kept + new


def merged_columns(state, then, now, columns):
    """Column by column; a column that the file no longer has stays as it is."""
    changed = {name: text for name, text in now.items() if then.get(name) != text}
    gone = {
        name
        for name in then.keys() - now.keys()
        if (columns is None or name in columns) and state.get(name) == then[name]
    }
    return {name: text for name, text in {**state, **changed}.items() if name not in gone}


def remembered(before, said, spoken):
    """What the file has said of an item by now; of fields it is silent about, what it said then."""
    told = {name: said[name] for name in said if name in spoken.fields or name == "comments"}
    if "extra" in told and spoken.columns is not None:
        silent = {
            name: text
            for name, text in before.get("extra", {}).items()
            if name not in spoken.columns
        }
        told["extra"] = {**silent, **told["extra"]}
    both = {**before, **told}
    kept = {name: value for name, value in both.items() if value not in (BLANK.get(name), [])}
    # Where there are links, it is written down also that they all have the usual shape.
    if "waits_for" in kept and "waits_how" in both:
        kept["waits_how"] = both["waits_how"]
    return kept
