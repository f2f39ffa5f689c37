"""The demo workspace, and workspaces of any size for benchmarks.

A chapter like `insights`: it knows all others, and nothing knows it. `stories/*.plan` tells six
campaigns in plain text, `scripts.py` reads them, `telling.py` lets them happen through the
ordinary actions under a clock that is set, `company.py` brings the people, and `sizes.py` makes
plans that nobody needs to believe.
"""
