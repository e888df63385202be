"""The citizen's side: write, keep the receipt, read the answer, say what it was worth; and what everybody may read."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zouxin import flow
from zouxin.model.errors import UsageError
from zouxin.site.components.listing import Column, Filter, Listing
from zouxin.site.components.pace import one_more, sender
from zouxin.site.components.screens import Screen
from zouxin.site.jobs import receipts
from zouxin.site.mailbox import maps, queries
from zouxin.site.mailbox.actions import letters
from zouxin.site.mailbox.forms import FindForm, LetterForm, VerdictForm
from zouxin.site.mailbox.models import Contact, Letter, LetterFile
from zouxin.site.mailbox.models.letter import KINDS
from zouxin.site.people.models import Unit

HOUR = 3600
#: letters an hour from one address
EACH = 20
#: searches of units an hour from one address
SEEKS = 600
#: what the form says of a letter itself
KEPT = ("kind", "unit", "title", "text", "place", "latitude", "longitude", "datum", "place_wish", "public_wish", "once", "files")


def by_number(number: str, secret: str) -> Letter:
    """The letter of a secret link. Raises Http404, alike for a wrong number and a wrong secret."""
    found = Letter.objects.select_related("unit", "merged_into").filter(number=number).first()
    if found is None or not found.opens(secret):
        raise Http404(number)
    return found


def unit_choice(form: LetterForm) -> dict[str, Any]:
    """What a citizen may choose from: the units at the top of the tree, those found by what was typed, and the one that is chosen."""
    asked, chosen = str(form["unit_asked"].value() or "").replace("\x00", "").strip(), str(form["unit"].value() or "")
    if form.away:  # nobody can be asked which units there are: the one that was chosen stays chosen
        kept = [{"pk": pk, "name": name} for pk, name in form.fields["unit"].choices if pk]  # type: ignore[attr-defined]
        return {"near": [], "found": [], "more": kept, "chosen": chosen, "asked": "", "most": queries.FOUND}
    near, found = list(Unit.objects.filter(depth__lte=2).order_by("path")), queries.units_found(asked) if asked else []
    there = {str(one.pk) for one in (*near, *(one for one, _above in found))}
    more = (
        list(Unit.objects.filter(pk=chosen)) if chosen.isascii() and chosen.isdigit() and len(chosen) < 12 and chosen not in there else []
    )
    return {"near": near, "found": found, "more": more, "chosen": chosen, "asked": asked, "most": queries.FOUND}


class UnitSeek(Screen):
    """Units by a piece of their name, while it is typed; without script the page does the same with its own button."""

    public = True

    def get(self, request: HttpRequest) -> HttpResponse:
        if one_more(f"units:{sender(request)}", HOUR, cache="pages") > SEEKS:
            return HttpResponse(status=429)
        return self.show(**unit_choice(LetterForm.again(request.GET)))


class LetterWrite(Screen):
    """Write a letter: works without script, asks nobody who they are."""

    public = True
    title = _("写信")

    def get(
        self, request: HttpRequest, form: LetterForm | None = None, similar: list[Letter] | None = None, status: int = 200
    ) -> HttpResponse:
        form = form or LetterForm()
        response = self.show(
            form=form, similar=similar or [], board=maps.board(), status=status, files_lost=bool(request.FILES), **unit_choice(form)
        )
        response.headers["Cache-Control"] = "no-store"
        return maps.with_tiles(response)

    def post(self, request: HttpRequest) -> HttpResponse:
        if "seek" in request.POST:
            return self.get(request, LetterForm.again(request.POST))
        form = LetterForm(request.POST, request.FILES)
        try:
            return self._taken(request, form)
        except (*letters.AWAY, UsageError):  # what was typed stays on the page
            form.without_database()
            form.add_error(None, _("现在收不下，请过一会儿再试"))
            form.asks_again()
            return self.get(request, form, status=503)

    def _taken(self, request: HttpRequest, form: LetterForm) -> HttpResponse:
        if not form.is_valid():
            return self.get(request, form)
        said = form.cleaned_data
        if said["nickname"]:
            return redirect("mailbox:letter_write")
        if one_more(f"letter:{sender(request)}", HOUR, cache="pages") > EACH:
            form.add_error(None, _("这个网络地址一小时内写得太多，请过一会儿再提交；填好的内容还在下面。"))
            form.asks_again()
            return self.get(request, form, status=429)
        found = [] if request.POST.get("looked") or said["files"] else queries.similar(said["title"], said["text"])
        if found:
            form.asks_again()
            return self.get(request, form, found)
        kept = {name: said[name] for name in KEPT}
        made = letters.receive(**kept, contact=form.contact())
        receipts.soon()
        return redirect("mailbox:letter_receipt", number=made.number, secret=made.secret)


class LetterReceipt(Screen):
    """The secret page of one letter: where it is, by when, what was answered, and the citizen's word."""

    public = True
    title = _("我的来信")

    def get(self, request: HttpRequest, number: str, secret: str, form: VerdictForm | None = None) -> HttpResponse:
        one = by_number(number, secret)
        rule, last, days = queries.clock(one)
        replies = list(queries.shown_replies(one)) if one.state != "shredded" else []
        judges = any(reply.stage == "final" for reply in replies) and one.state != "shredded"
        response = self.show(one=one, rule=rule, last=last, days=days, replies=replies, form=(form or VerdictForm()) if judges else None, custody=queries.custody(one),
                             verdicts=one.verdicts.all(), pauses=one.pauses.all(), passed=queries.passed(one), shares=Contact.objects.filter(letter=one).first(), link=request.build_absolute_uri(), secret=secret)  # fmt: skip
        for name, value in (("Cache-Control", "no-store"), ("X-Robots-Tag", "noindex")):
            response.headers[name] = value
        return response

    def post(self, request: HttpRequest, number: str, secret: str) -> HttpResponse:
        one = by_number(number, secret)
        if "consent" in request.POST:
            letters.consent(one, request.POST["consent"] == "yes")
            return redirect("mailbox:letter_receipt", number=number, secret=secret)
        if "share" in request.POST:
            letters.share(one, request.POST["share"] == "yes")
            return redirect("mailbox:letter_receipt", number=number, secret=secret)
        form = VerdictForm(request.POST)
        if not form.is_valid():
            return self.get(request, number, secret, form)
        letters.judge(one, form.cleaned_data["verdict"], form.cleaned_data["text"])
        return redirect("mailbox:letter_receipt", number=number, secret=secret)


class LetterFind(Screen):
    """To one's letter by number and secret, for who kept a slip of paper and no link."""

    public = True
    title = _("查来信")

    def get(self, request: HttpRequest, form: FindForm | None = None) -> HttpResponse:
        return self.show(form=form or FindForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = FindForm(request.POST)
        if not form.is_valid():
            return self.get(request, form)
        number, secret = form.cleaned_data["number"].strip().upper(), form.cleaned_data["secret"].strip().lower()
        if one_more(f"find:{sender(request)}", HOUR, cache="pages") > 30:
            form.add_error(None, _("查得太多了，请过一会儿再试。"))
            return self.get(request, form)
        found = Letter.objects.filter(number=number).first()
        if found is None or not found.opens(secret):
            form.add_error(None, _("没有找到：请核对回执号和查询码"))
            return self.get(request, form)
        return redirect("mailbox:letter_receipt", number=number, secret=secret)


class PublicLetterList(Listing):
    """Answered letters whose writers agreed, personal data struck out."""

    public = True
    title = _("来信公开")
    search = lambda rows, asked: rows.filter(Q(sought__contains=flow.sought(asked)) | Q(number=asked.upper()))  # noqa: E731
    filters = (Filter(name="kind", title=_("类型"), choices=KINDS), Filter(name="verdict", title=_("来信人评价"), choices=Letter.VERDICTS))
    columns = (
        Column(name="number", title=_("回执号"), link=lambda row: reverse("mailbox:public_letter_view", args=[row.number])),
        Column(name="title", title=_("标题"), value=lambda row: queries.public_text(row.title)),
        Column(name="kind", title=_("类型"), value="get_kind_display"),
        Column(name="unit", title=_("承办单位"), value="unit.name"),
        Column(name="received_on", title=_("收到日期")),
        Column(
            name="answered_on",
            title=_("第一次实质答复"),
            value=lambda row: row.answered_at.astimezone().date() if row.answered_at else None,
        ),
        Column(name="verdict", title=_("来信人评价"), value="get_verdict_display"),
    )

    def rows(self) -> QuerySet[Letter]:
        return queries.public()


class PublicLetterView(Screen):
    """One public letter with its answers."""

    public = True

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        one = get_object_or_404(queries.public(), number=number)
        replies = [(reply, queries.public_text(reply.text)) for reply in queries.shown_replies(one)]
        pictures = [file for file in one.files.all() if file.public]
        place = queries.public_text(one.place) if one.place_wish else ""
        response = self.show(one=one, title=queries.public_text(one.title), text=queries.public_text(one.text), place=place, point=one.public_point, board=maps.board(),
                             replies=replies, pictures=pictures, verdicts=[(v, queries.public_text(v.text)) for v in one.verdicts.all()])  # fmt: skip
        return maps.with_tiles(response)


class PublicPicture(Screen):
    """The public copy of a picture: saved anew, without where and when it was taken."""

    public = True

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        one = get_object_or_404(LetterFile.objects.filter(letter__in=queries.public().order_by()).exclude(public=""), pk=pk)
        response = FileResponse(one.public.open("rb"), content_type="image/jpeg")
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response


class PublicNumbers(Screen):
    """How many letters came, and what became of them, with the denominators; units in the order of the tree, none ranked."""

    public = True
    title = _("来信统计")

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = queries.statistics()
        names = ("letters", "acknowledged", "answered", "solved", "judged", "content", "partly", "unsolved")
        return self.show(rows=rows, total={name: sum(row[name] for row in rows) for name in names})
