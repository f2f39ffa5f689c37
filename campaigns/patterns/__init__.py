"""Plans that begin from plans, and items that come again."""
