"""Addresses of this app."""

from django.urls import path

from zouxin.site.components.listing import listing
from zouxin.site.rectification.views import case, notice

app_name = "rectification"
urlpatterns = [
    *listing("list/", case.CaseList, "case_list"),
    path("open/", case.CaseOpen.as_view(), name="case_open"),
    path("<int:pk>/", case.CaseView.as_view(), name="case_view"),
    path("evidence/<int:pk>/", case.MoveFile.as_view(), name="move_file"),
    path("exceptions/<int:pk>/end/", case.ExceptEnd.as_view(), name="except_end"),
    *listing("notices/", notice.NoticeList, "notice_list"),
    path("<int:pk>/notice/", notice.NoticeDraft.as_view(), name="notice_draft"),
    path("notices/<int:pk>/", notice.NoticeView.as_view(), name="notice_view"),
]
