"""The nouns of this app."""

from zouxin.site.registry.models.order import Order
from zouxin.site.registry.models.platform import Alias, Confirmation, Platform, Step

__all__ = ["Alias", "Confirmation", "Order", "Platform", "Step"]
