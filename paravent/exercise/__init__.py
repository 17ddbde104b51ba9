"""What staff practise, when, and how hard: scenarios as data, spacing, skill. Pure: no Django."""
