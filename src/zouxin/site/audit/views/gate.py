"""A notice or an order read before it is issued: pasted or uploaded, judged at once, kept nowhere."""

import tempfile
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from zouxin import flow
from zouxin.model.errors import SourceError
from zouxin.site.audit.actions.runs import local_packs, packs_here
from zouxin.site.audit.forms import OrderForm
from zouxin.site.audit.models import Finding
from zouxin.site.components.screens import Screen
from zouxin.site.people.access import today

TONES = {"BLOCK": "bad", "REVIEW": "warn", "PASS": "good", "NOT_JUDGED": "dim"}
SAID = {"BLOCK": _("拦下"), "REVIEW": _("请人再看"), "PASS": _("没有发现问题"), "NOT_JUDGED": _("没有可看的内容")}


class OrderGate(Screen):
    """What the rules for demands say of a document; the text is not kept."""

    permission = "audit.upload_file"
    title = _("发文以前看一遍")

    def get(self, request: HttpRequest, form: OrderForm | None = None, told: flow.Gated | None = None, text: str = "") -> HttpResponse:
        rows = [(row, dict(Finding.SEVERITIES)[row.severity]) for row in told.rows] if told else []
        said = {"tone": TONES[told.decision], "decision": SAID[told.decision]} if told else {}
        return self.show(form=form or OrderForm(), told=told, rows=rows, parts=_parts(text, told) if told else [], **said)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = OrderForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.get(request, form)
        try:
            text = form.cleaned_data["text"] or _text(form.cleaned_data["file"])
        except SourceError as error:
            form.add_error("file", error.sentence)
            return self.get(request, form)
        told = flow.gate_order(text, moment=today(), asked=packs_here(), folder=local_packs())
        return self.get(request, OrderForm(initial={"text": text}), told, text)


def _text(file: Any) -> str:
    """The text of an uploaded document; the file is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / Path(file.name).name
        with place.open("wb") as fresh:
            for block in file.chunks():
                fresh.write(block)
        return flow.document_text(place)


def _parts(text: str, told: flow.Gated) -> list[tuple[str, str]]:
    """The text in pieces: (piece, what it is marked for, blank where nothing)."""
    marks = sorted((start, end, row.title) for row in told.rows for start, end, _piece in row.places)
    parts, at = [], 0
    for start, end, title in marks:
        if start < at:
            continue
        parts += [(text[at:start], ""), (text[start:end], title)]
        at = end
    return [part for part in (*parts, (text[at:], "")) if part[0]]
