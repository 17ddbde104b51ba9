"""The peer of our consultation: the least that can be called a video call, two pages and a relay of their messages."""
