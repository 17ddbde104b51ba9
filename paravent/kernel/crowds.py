"""Of how many something has to be told so that it is told of nobody."""

FEWEST = 5
"""Below this nothing is told: of teams' drills, of surveys, of detours, of guidance, of a network's devices."""
