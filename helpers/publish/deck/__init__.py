"""Lessons as slides that need neither Python nor a network: `python -m helpers.publish.deck`."""
