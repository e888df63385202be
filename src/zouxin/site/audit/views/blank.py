"""Empty tables for every kind of list: what to fill in, and headings that are recognised when the file comes back."""

import tempfile
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from zouxin import flow
from zouxin.site.components.screens import Screen


class BlankList(Screen):
    """Every empty table there is."""

    permission = "audit.upload_file"
    title = _("空表模板")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(rows=flow.blanks())


class BlankFile(Screen):
    """One empty table as xlsx."""

    permission = "audit.upload_file"

    def get(self, request: HttpRequest, name: str) -> FileResponse:
        title = dict(flow.blanks()).get(name)
        if title is None:
            raise Http404
        file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "blank.xlsx"
            flow.blank(name, path)
            file.write(path.read_bytes())
        file.seek(0)
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return FileResponse(file, as_attachment=True, filename=f"{title}.xlsx", content_type=kind)
