"""What the templates of drills say in the reader's language."""
