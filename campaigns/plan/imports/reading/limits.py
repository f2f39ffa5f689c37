"""How much a file may ask of us. Every limit is checked before the work it caps."""

FILE_BYTES = 20 * 1024 * 1024
ROWS = 25_000
COLUMNS = 300
CELL_CHARACTERS = 32_767  # the most a spreadsheet cell can hold
TITLE_CHARACTERS = 200
ID_CHARACTERS = 120
TEXT_CHARACTERS = 20_000  # a description or a comment
NAME_CHARACTERS = 60  # a channel, a stage, a team
LABEL_CHARACTERS = 50
CHECK_CHARACTERS = 300
CHECKS = 200
LAG_DAYS = 1_000
JSON_DEPTH = 50

# A workbook is a zip. These hold for what its directory promises ...
ZIP_ENTRIES = 2_000
ZIP_UNPACKED_BYTES = 250 * 1024 * 1024
ZIP_RATIO = 250
ZIP_RATIO_MATTERS_FROM = 4 * 1024 * 1024

# ... and these for the child process that reads it, since a directory can lie.
CHILD_MEMORY_BYTES = 1024 * 1024 * 1024
CHILD_CPU_SECONDS = 20
CHILD_WALL_SECONDS = 40
CHILD_TEXT_CHARACTERS = 60 * 1024 * 1024

HOURS_AT_MOST = 99_999
YEARS = range(1970, 2101)
