"""Exercises inside ordinary work, on people who were made up. What somebody's acts were worth belongs to them."""
