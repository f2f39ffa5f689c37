"""How much a file of numbers may ask of us."""

ROWS = 100_000
NUMBERS = 500_000
NAME_CHARACTERS = 200  # a campaign of an advertising tool
ID_CHARACTERS = 100
MOST = 10**10  # of any unit, on one day
