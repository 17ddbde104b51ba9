"""Models learned by several installations from sums whose parts nobody reads: no Django."""
