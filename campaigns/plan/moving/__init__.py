"""Moving a date: who it hits, before it is saved; who must answer, after it was."""
