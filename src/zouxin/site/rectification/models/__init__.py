"""The nouns of this app."""

from zouxin.site.rectification.models.case import Case, Except, Move, Notice

__all__ = ["Case", "Except", "Move", "Notice"]
