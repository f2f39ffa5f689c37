"""`python -m tests.bench`: what pages and changes cost, beside floors on the same data.

One JSON line per figure: name, database, figure, floor, ratio, bar, ok. The figure and the floor
are server CPU in milliseconds, medians of interleaved runs through the real middleware, signed
in; on PostgreSQL the backend's CPU is in them. Other figures (bytes, statements, delays) say
their unit.

    meter.py      CPU of this process and of the database, and browsers without a network
    plans.py      the plans that everything is measured on
    floors.py     reference views: the least that the same job can cost in this framework
    pages.py      opening pages          changes.py   changing and creating an item
    viewers.py    commit to every stream seen.py      what a browser feels
"""
