"""What a row shows of an item, drawn from the words that the process knows."""

from campaigns.plan import actions, cards
from campaigns.plan.models import Label


def drawn(item, reader, shape="list"):
    item.refresh_from_db()
    return cards.draw([(item.pk, item.face)], reader, shape)[item.pk]


def test_a_row_names_its_people_and_labels_in_the_order_of_putting(plan, person):
    manager, ada, zoe = (
        person("manager"),
        person("member", name="Ada"),
        person("member", name="Zoe"),
    )
    [brief] = plan("brief")
    actions.edit(brief, by=manager, version=1, assignees=[zoe])
    actions.edit(brief, by=manager, version=2, assignees=[ada, zoe])

    row = drawn(brief, manager)

    assert row.index("Zoe") < row.index("Ada")


def test_a_word_that_came_after_the_process_learned_them_is_shown(plan, person, workspace):
    manager = person("manager")
    [brief] = plan("brief")
    drawn(brief, manager)
    urgent = Label.objects.create(workspace=workspace, name="Press day")
    newcomer = person("member", name="Newcomer")
    actions.edit(brief, by=manager, version=1, labels=[urgent], assignees=[newcomer])

    row = drawn(brief, manager)

    assert "Press day" in row
    assert "Newcomer" in row
