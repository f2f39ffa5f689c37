"""Many who write at the same moment: nobody is told of a locked database, nothing is lost."""
