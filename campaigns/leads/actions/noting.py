"""Long texts as notes of a lead."""

from campaigns.leads.models import Note

LONGEST = Note._meta.get_field("body").max_length


def parts_of(text):
    """A text as bodies of notes: what is too long for one goes on in the next.

    The last part comes first, as the newest note is read first.
    """
    text, parts = text.strip(), []
    while len(text) > LONGEST:
        blank = text.rfind(" ", LONGEST // 2, LONGEST + 1)
        end = blank if blank > 0 else LONGEST
        parts.append(text[:end].strip())
        text = text[end:].strip()
    return [part for part in (text, *reversed(parts)) if part]
