"""What is fixed on the day a campaign goes live; each chapter says what, in an action of its own.

    @launch.fixes
    def days_of_targets(record, campaign): ...

It is called within the record of the launch, so that it happens together with it or not at all.
"""

fixing: list = []


def fixes(action):
    fixing.append(action)
    return action


def fix(record, campaign):
    for action in fixing:
        action(record, campaign)
