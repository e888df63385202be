"""Addresses of this app."""

from django.urls import path

from zouxin.site.desk.views import chart, home, map

app_name = "desk"
urlpatterns = [
    path("", home.HomeView.as_view(), name="home_view"),
    path("charts/", chart.ChartList.as_view(), name="chart_list"),
    path("charts/<slug:name>.csv", chart.ChartCsv.as_view(), name="chart_csv"),
    path("map/", map.MapView.as_view(), name="map_view"),
    path("map.csv", map.MapCsv.as_view(), name="map_csv"),
]
