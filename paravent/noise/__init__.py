"""Questions over groups, answered with noise that is counted: no Django."""
