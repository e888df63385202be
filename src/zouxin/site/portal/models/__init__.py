"""The nouns of this app."""

from zouxin.site.portal.models.report import ReportContact, UsabilityReport

__all__ = ["ReportContact", "UsabilityReport"]
