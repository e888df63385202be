"""Shared pieces of every desk: screens, lists with their twins, templates, styles."""
