"""Everything that can happen to leads, in one transaction each."""
