"""The rule book as checks that are run now: what is met, what is not, what a person has to show; with the evidence."""
