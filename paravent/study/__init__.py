"""The survey among those who work here, and the figures of the European study that it is held against."""
