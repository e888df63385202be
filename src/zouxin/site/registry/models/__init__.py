"""The nouns of this app."""

from zouxin.site.registry.models.census import CensusChange, CensusImport, CensusProblem
from zouxin.site.registry.models.contract import Contract, ContractPlatform
from zouxin.site.registry.models.opening import Opening
from zouxin.site.registry.models.order import Order
from zouxin.site.registry.models.platform import Alias, Confirmation, Platform, Step
from zouxin.site.registry.models.proposal import Proposal

__all__ = [
    "Alias", "CensusChange", "CensusImport", "CensusProblem", "Confirmation", "Contract", "ContractPlatform", "Opening", "Order", "Platform",
    "Proposal", "Step",
]  # fmt: skip
