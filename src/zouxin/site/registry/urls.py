"""Addresses of this app."""

from django.urls import path

from zouxin.site.components.listing import listing
from zouxin.site.registry.views import census, contract, opening, order, platform, proposal

app_name = "registry"
urlpatterns = [
    *listing("platforms/", platform.PlatformList, "platform_list"),
    path("platforms/add/", platform.PlatformRegister.as_view(), name="platform_register"),
    path("platforms/confirm/", platform.PlatformConfirm.as_view(), name="platform_confirm"),
    path("platforms/package.zip", census.PlatformExport.as_view(), name="platform_export"),
    path("platforms/<int:pk>/", platform.PlatformView.as_view(), name="platform_view"),
    path("platforms/<int:pk>/change/", platform.PlatformChange.as_view(), name="platform_change"),
    path("platforms/<int:pk>/step/", platform.PlatformStep.as_view(), name="platform_step"),
    path("platforms/<int:pk>/propose/", proposal.ProposalMake.as_view(), name="proposal_make"),
    *listing("confirmations/", platform.ConfirmationList, "confirmation_list"),
    *listing("proposals/", proposal.ProposalList, "proposal_list"),
    path("proposals/<int:pk>/", proposal.ProposalView.as_view(), name="proposal_view"),
    *listing("orders/", order.OrderList, "order_list"),
    path("orders/add/", order.OrderAdd.as_view(), name="order_add"),
    path("orders/<int:pk>/", order.OrderView.as_view(), name="order_view"),
    path("orders/<int:pk>/change/", order.OrderChange.as_view(), name="order_change"),
    *listing("contracts/", contract.ContractList, "contract_list"),
    path("contracts/add/", contract.ContractAdd.as_view(), name="contract_add"),
    path("contracts/<int:pk>/", contract.ContractView.as_view(), name="contract_view"),
    path("contracts/<int:pk>/change/", contract.ContractChange.as_view(), name="contract_change"),
    *listing("openings/", opening.OpeningList, "opening_list"),
    path("openings/add/", opening.OpeningMake.as_view(), name="opening_make"),
    path("openings/<int:pk>/", opening.OpeningView.as_view(), name="opening_view"),
    path("openings/<int:pk>/answer/", opening.OpeningAnswer.as_view(), name="opening_answer"),
    *listing("censuses/", census.CensusList, "census_list"),
    path("censuses/add/", census.CensusUpload.as_view(), name="census_upload"),
    path("censuses/<int:pk>/", census.CensusView.as_view(), name="census_view"),
    *listing("censuses/<int:pk>/problems/", census.ProblemList, "problem_list"),
    *listing("censuses/<int:pk>/changes/", census.ChangeList, "change_list"),
]
