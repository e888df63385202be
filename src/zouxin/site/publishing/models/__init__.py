"""The nouns of this app."""

from zouxin.site.publishing.models.bulletin import Bulletin, File

__all__ = ["Bulletin", "File"]
