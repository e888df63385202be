"""Addresses of this app."""

from django.urls import path

from zouxin.site.audit.views import finding, run
from zouxin.site.components.listing import listing

app_name = "audit"
urlpatterns = [
    *listing("runs/", run.RunList, "run_list"),
    path("runs/start/", run.RunAsk.as_view(), name="run_ask"),
    path("runs/<int:pk>/", run.RunView.as_view(), name="run_view"),
    path("runs/<int:pk>/compare/", run.RunCompare.as_view(), name="run_compare"),
    *listing("findings/", finding.FindingList, "finding_list"),
    path("findings/<str:mark>/", finding.FindingView.as_view(), name="finding_view"),
    path("findings/<str:mark>/texts/", finding.FindingTexts.as_view(), name="finding_texts"),
]
