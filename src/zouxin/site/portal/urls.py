"""Addresses of this app."""

from django.urls import path

from zouxin.site.components.listing import listing
from zouxin.site.portal.views import bulletin, feed, method, platform, report, robot

app_name = "portal"
urlpatterns = [
    path("", platform.HomeView.as_view(), name="home"),
    *listing("platforms/", platform.PlatformList, "platform_list"),
    path("platforms/<int:pk>/", platform.PlatformView.as_view(), name="platform_view"),
    path("platforms/<int:pk>.json", platform.PlatformData.as_view(), name="platform_data"),
    path("platforms/<int:pk>/report/", report.ReportSend.as_view(), name="report_send"),
    path("platforms/report/sent/", report.ReportSent.as_view(), name="report_sent"),
    path("published/", bulletin.BulletinList.as_view(), name="bulletin_list"),
    path("published.json", bulletin.BulletinData.as_view(), name="bulletin_data"),
    path("published/<int:pk>/", bulletin.BulletinView.as_view(), name="bulletin_view"),
    path("method/", method.MethodView.as_view(), name="method_view"),
    path("method.json", method.MethodData.as_view(), name="method_data"),
    *(path(f"feeds/platforms.{form}", feed.ChangeFeed.as_view(form=form), name=f"change_feed_{form}") for form in ("atom", "rss", "json")),
    *(path(f"feeds/published.{form}", feed.BulletinFeed.as_view(form=form), name=f"bulletin_feed_{form}") for form in ("atom", "rss", "json")),
    *listing("reports/", report.ReportList, "report_list"),
    path("reports/<int:pk>/", report.ReportView.as_view(), name="report_view"),
    path("robots.txt", robot.RobotsView.as_view(), name="robots_view"),
    path(".well-known/security.txt", robot.SecurityView.as_view(), name="security_view"),
    path("sitemap.xml", robot.SitemapIndex.as_view(), name="sitemap_index"),
    path("sitemap-<slug:section>.xml", robot.SitemapView.as_view(), name="sitemap_view"),
]
