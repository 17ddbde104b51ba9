"""The proving ground: hospitals that never were, with insiders in them, to measure how well vigilance finds who looked without a reason."""
