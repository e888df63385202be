"""Charts, each with its table and its CSV."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _

from zouxin.site.components.listing import csv_lines
from zouxin.site.components.screens import Screen
from zouxin.site.desk import charts


class ChartList(Screen):
    """Every chart of what this user may see."""

    permission = "desk.view_home"
    title = _("图表")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(charts=charts.charts(request.user))


class ChartCsv(Screen):
    """One chart's table for a spreadsheet."""

    permission = "desk.view_home"

    def get(self, request: HttpRequest, name: str) -> StreamingHttpResponse:
        chart = charts.ALL[name](request.user) if name in charts.ALL else None
        if chart is None:
            raise Http404
        lines = csv_lines([force_str(word) for word in chart.head], chart.rows)
        head = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
        return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=head)
