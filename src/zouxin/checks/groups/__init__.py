"""Checks of work groups: those nobody needs any more, and those that ring too much. They speak of groups and demands, never of a person."""
