"""Addresses of this app."""

from django.urls import path

from zouxin.site.components.listing import listing
from zouxin.site.publishing.views import bulletin

app_name = "publishing"
urlpatterns = [
    *listing("list/", bulletin.BulletinList, "bulletin_list"),
    path("draft/<str:kind>/", bulletin.BulletinDraft.as_view(), name="bulletin_draft"),
    path("<int:pk>/", bulletin.BulletinView.as_view(), name="bulletin_view"),
    path("<int:pk>/document.<str:form>", bulletin.BulletinFile.as_view(), name="bulletin_file"),
]
