"""Lists: a page with search, filters and pages, and the same rows as JSON and as CSV, all within the user's reach."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils.encoding import force_str

from zouxin.site.components.screens import Screen

#: what a spreadsheet takes for a formula
FORMULA = ("=", "+", "-", "@", "\t", "\r")

#: characters of a search that are looked at; databases refuse patterns without end, and the character nought
LONGEST = 200


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its name in JSON and CSV, its heading, its value (an attribute path, or a function of the row), and where it leads."""

    name: str
    title: Any
    value: str | Callable[[Any], Any] = ""
    link: Callable[[Any], str] | None = None
    badge: Callable[[Any], str] | None = None
    number: bool = False

    def of(self, row: Any) -> Any:
        """The row's value."""
        if callable(self.value):
            return self.value(row)
        for part in (self.value or self.name).split("."):
            row = getattr(row, part, None)
            if row is None:
                return None
        return row() if callable(row) else row


@dataclass(frozen=True, kw_only=True)
class Filter:
    """One choice above a list: the name in the address, its heading, what may be chosen, and what that asks of the rows."""

    name: str
    title: Any
    choices: Sequence[tuple[Any, Any]] | Callable[[], Sequence[tuple[Any, Any]]]
    field: str = ""
    narrow: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None

    def options(self) -> list[tuple[str, Any]]:
        """What may be chosen, the values as text."""
        said = self.choices() if callable(self.choices) else self.choices
        return [(str(value), title) for value, title in said]

    def apply(self, rows: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        """The rows of one choice."""
        return self.narrow(rows, chosen) if self.narrow else rows.filter(**{self.field or self.name: chosen})


class Listing(Screen):
    """A list. `rows(request)` gives the rows within reach; `sought` names the fields a search looks in (folded by `fold`)."""

    title: ClassVar[Any] = ""
    columns: ClassVar[tuple[Column, ...]] = ()
    filters: ClassVar[tuple[Filter, ...]] = ()
    search: ClassVar[Callable[[QuerySet[Any], str], QuerySet[Any]] | None] = None
    page_size: ClassVar[int] = 50
    form: str = "html"

    def rows(self) -> QuerySet[Any]:
        """The rows within reach, in their order."""
        raise NotImplementedError

    def more(self) -> Mapping[str, Any]:
        """What else the page shows."""
        return {}

    def chosen(self) -> QuerySet[Any]:
        """The rows that search and filters leave."""
        rows = self.rows()
        for one in self.filters:
            value = self.request.GET.get(one.name, "")
            if value in {name for name, _ in one.options()}:
                rows = one.apply(rows, value)
        asked = self.request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
        search = type(self).search
        return search(rows, asked) if asked and search else rows

    def get(self, request: HttpRequest, **said: Any) -> HttpResponseBase:
        return {"html": self._html, "json": self._json, "csv": self._csv}[self.form]()

    def _html(self) -> HttpResponse:
        page = Paginator(self.chosen(), self.page_size).get_page(self.request.GET.get("page"))
        filters = [(one, one.options(), self.request.GET.get(one.name, "")) for one in self.filters]
        cells = [[(c, c.of(row), c.link(row) if c.link else "", c.badge(row) if c.badge else "") for c in self.columns] for row in page]
        kept = self.request.GET.copy()
        kept.pop("page", None)
        said = {"page": page, "cells": cells, "filtered": filters, "query": kept.urlencode(), "asked": self.request.GET.get("q", "")}
        return self.show(**said, searches=type(self).search is not None, twin=self._twin(), **self.more())

    def _twin(self) -> str:
        return self.request.path.rstrip("/")

    def _json(self) -> HttpResponse:
        page = Paginator(self.chosen(), self._size()).get_page(self.request.GET.get("page"))
        rows = [{c.name: _plain(c.of(row)) for c in self.columns} for row in page]
        return JsonResponse({"total": page.paginator.count, "page": page.number, "pages": page.paginator.num_pages, "rows": rows},
                            json_dumps_params={"ensure_ascii": False})  # fmt: skip

    def _size(self) -> int:
        asked = self.request.GET.get("size", "")
        return min(max(int(asked), 1), 1000) if asked.isascii() and asked.isdigit() else 100

    def _csv(self) -> StreamingHttpResponse:
        name = self.request.path.rsplit("/", 1)[-1]
        return StreamingHttpResponse(
            csv_lines([force_str(c.title) for c in self.columns], ([c.of(row) for c in self.columns] for row in self.chosen().iterator(2000))),
            content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )  # fmt: skip


class _Line:
    def write(self, text: str) -> str:
        return text


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """A table as CSV for a spreadsheet: a byte order mark, and no cell that it would run as a formula."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(head)
    for row in rows:
        yield writer.writerow([_safe(_plain(value)) for value in row])


def _plain(value: Any) -> Any:
    """A value as JSON has it: numbers and yes/no stay, dates and lazy words become text."""
    if value is None or isinstance(value, bool | int | float | list | dict):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else force_str(value)


def _safe(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def listing(route: str, view: type[Listing], name: str) -> list[URLPattern]:
    """The three addresses of a list: the page, its JSON and its CSV."""
    bare = route.rstrip("/")
    twins = [path(f"{bare}.{form}", view.as_view(form=form), name=f"{name}_{form}") for form in ("json", "csv")]
    return [path(route, view.as_view(), name=name), *twins]
