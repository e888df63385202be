"""Screens of no desk."""
