"""What leaves a file on paper or as a copy: each an act of its own, with a mark, a number a day, and a line in the log."""
