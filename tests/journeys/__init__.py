"""Real browsers, a real server, real calls."""
