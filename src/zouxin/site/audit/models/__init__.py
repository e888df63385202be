"""The nouns of this app."""

from zouxin.site.audit.models.finding import Finding
from zouxin.site.audit.models.run import Run

__all__ = ["Finding", "Run"]
