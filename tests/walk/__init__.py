"""The walk: every address × verb × reader × object, compared with what was decided.

`expected.txt` says the status of each, `seen.txt` who finds which canary where, `rows.txt` how much
of each noun its policy shows to whom; they are read by people and renewed by
`python -m tests.walk.write`. `rules.py` computes the answers from the policies and the gates, so
that a route whose view forgets its gate is found even in a renewed table. `overhearing.py`
looks for canaries in the mails, lines of the log and effects of each request, too.
`python -m tests.walk.mutate` removes the policies' lines one by one and shows that the walk fails.
"""
