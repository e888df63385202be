"""Bulletins and notices: drafted from a run, reviewed by a second person, published for good."""
