-- Counts by week, of nobody: no row security, because a page adds to them without an operation, whose line in the log would
-- name who was nudged (docs/adr/0090-detours-without-names.md). Nothing is taken away, and no row is moved to another week.
GRANT SELECT, INSERT, UPDATE (times) ON detours_count TO paravent_app;
