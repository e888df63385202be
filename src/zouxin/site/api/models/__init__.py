"""The nouns of this app."""

from zouxin.site.api.models.token import ApiToken

__all__ = ["ApiToken"]
