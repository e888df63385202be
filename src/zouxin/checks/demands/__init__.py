"""Checks of what documents demand of grassroots staff and citizens."""
