"""Two sentences and a better way at the moment of the act, for who has not shown mastery; measured, and retired where they change nothing."""
