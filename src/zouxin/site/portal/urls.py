"""Addresses of this app."""

from django.urls import path

from zouxin.site.components.listing import listing
from zouxin.site.portal.views import bulletin, feed, method, platform, report, robot

app_name = "portal"
urlpatterns = [
    path("", platform.HomeView.as_view(), name="home_view"),
    *listing("directory/", platform.PlatformList, "platform_list"),
    path("directory/<int:pk>/", platform.PlatformView.as_view(), name="platform_view"),
    path("directory/<int:pk>.json", platform.PlatformJson.as_view(), name="platform_json"),
    path("directory/<int:pk>/report/", report.ReportSend.as_view(), name="report_send"),
    path("directory/report/sent/", report.ReportSent.as_view(), name="report_sent"),
    *listing("published/", bulletin.BulletinList, "bulletin_list"),
    path("published/<int:pk>/", bulletin.BulletinView.as_view(), name="bulletin_view"),
    path("published/<int:pk>/document.<str:form>", bulletin.BulletinFile.as_view(), name="bulletin_file"),
    path("method/", method.MethodView.as_view(), name="method_view"),
    path("method.json", method.MethodJson.as_view(), name="method_json"),
    path("feeds/platforms.<slug:form>", feed.ChangeFeed.as_view(), name="change_feed"),
    path("feeds/published.<slug:form>", feed.BulletinFeed.as_view(), name="bulletin_feed"),
    *listing("reports/", report.ReportList, "report_list"),
    path("reports/<int:pk>/", report.ReportView.as_view(), name="report_view"),
    path("robots.txt", robot.RobotsView.as_view(), name="robots_view"),
    path(".well-known/security.txt", robot.SecurityView.as_view(), name="security_view"),
    path("sitemap.xml", robot.SitemapIndex.as_view(), name="sitemap_index"),
    path("sitemap-<slug:section>.xml", robot.SitemapView.as_view(), name="sitemap_view"),
]
