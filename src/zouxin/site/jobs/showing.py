"""The sample county on every desk, put there by the actions people use: people, register, inspections, cases, bulletins, reports."""

import csv
import io
import secrets
import shutil
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Count
from PIL import Image

from zouxin import flow
from zouxin.site.audit.actions import due, file_audits, gates, index, judgements, local_rules, runs
from zouxin.site.audit.models import Finding, Run, Undecided
from zouxin.site.jobs import census as census_jobs
from zouxin.site.jobs import file_audit
from zouxin.site.jobs.showing_mail import fill_incoming
from zouxin.site.mailbox.actions import answers, endpoints, letters
from zouxin.site.mailbox.files import checked
from zouxin.site.people.access import today
from zouxin.site.people.actions import users
from zouxin.site.people.models import Unit, User
from zouxin.site.portal.actions import reports
from zouxin.site.publishing.actions import bulletins
from zouxin.site.rectification.actions import cases, notices
from zouxin.site.rectification.models import Case
from zouxin.site.registry.actions import census, openings, proposals
from zouxin.site.registry.models import Platform

SOURCE, BY = "sample-county", "样板县"
#: login name, role, at the top or at the unit with the most to mend
PEOPLE = (("duban", "supervisor", "top", "督查员"), ("fuhe", "supervisor", "top", "复核员"), ("fuzeren", "head", "unit", "单位负责人"), ("yunwei", "operator", "unit", "运维员"),
          ("fucha", "rechecker", "top", "复查员"), ("shenji", "auditor", "top", "审计员"), ("gongsi", "host", "unit", "代运营公司"))  # fmt: skip


def fill() -> Iterator[tuple[str, str, str]]:
    """Fill the site; (login name, role, unit) of everybody. Filled already, it changes nothing but the passwords."""
    if not Run.objects.exists():
        _packs()
        census.fill_from_lake(SOURCE, settings.DATA / "lake", by=BY)
        top = _top()
        _runs()
        made = _people(top, _busiest(top))
        _cases(made)
        _papers(made, top)
        _rules(made, top)
        _file(made["fuzeren"])
        _register(made, top)
        _voices()
        _letters(made)
        fill_incoming(made["duban"], top)
    for name, role, _place, _label in PEOPLE:
        held = User.objects.get(username=name).appointments.select_related("unit").get(role=role)
        yield name, str(held.get_role_display()), held.unit.name


def words() -> dict[str, str]:
    """A fresh password for everybody: it is shown once and kept nowhere."""
    said = {name: secrets.token_urlsafe(9) for name, *_rest in PEOPLE}
    for name, word in said.items():
        users.change_password(User.objects.get(username=name), word)
    return said


def _packs() -> None:
    folder = settings.DATA / "packs"
    folder.mkdir(parents=True, exist_ok=True)
    for path in flow.demo_packs().glob("*.yml"):
        shutil.copyfile(path, folder / path.name)


def _top() -> Unit:
    """The county's government: the unit of its level that most others stand right below."""
    found = Unit.objects.filter(level="county").order_by("-numchild", "path").first() or Unit.objects.order_by("path").first()
    assert found is not None, "the sample county has units"
    return found


def _runs() -> None:
    for kept in flow.kept_runs(settings.DATA):
        run = Run.objects.create(moment=kept.moment, packs=list(settings.PACKS), by=BY, state="running")
        runs.finish(run, kept.id, by=BY)
        index.refresh(run, by=BY)
        question = flow.Question(
            paths=(), out=settings.DATA, today=today(), as_of=run.moment, packs=runs.packs_here(), packs_folder=runs.local_packs()
        )
        due.foretell(run, flow.foretell(question, days=due.AHEAD), by=BY)
        judgements.leave(run, flow.undecided(settings.DATA, kept.id), by=BY)


def _busiest(top: Unit) -> Unit:
    found = Finding.objects.filter(state="standing", severity="veto", subject="platform", unit__path__startswith=top.path).exclude(unit=top)
    best = found.values("unit").annotate(n=Count("pk")).order_by("-n", "unit").first()
    return Unit.objects.get(pk=best["unit"]) if best else top


def _people(top: Unit, unit: Unit) -> dict[str, User]:
    made = {}
    for name, role, place, label in PEOPLE:
        made[name] = User.objects.create_user(name, None, label=label)
        users.appoint(
            made[name], top if place == "top" else unit, role, by=BY, ends_on=today() + timedelta(days=180) if role == "host" else None
        )
    return made


def _cases(made: dict[str, User]) -> None:
    """Vetoes of platforms as cases; those of the busiest unit at different points of their way."""
    top = made["duban"].appointments.get().unit
    found = Finding.objects.filter(state="standing", severity="veto", subject="platform", unit__path__startswith=top.path).order_by(
        "unit__path", "mark"
    )[:40]
    cases.open_for(list(found), by=made["duban"])
    head, mine = made["fuzeren"], list(Case.objects.filter(unit=made["fuzeren"].appointments.get().unit).order_by("pk"))
    ways: tuple[tuple[tuple[str, dict[str, str]], ...], ...] = (
        (("dispute", {"reason": "这个账号上月已迁到县级平台，名册没有更新"}),),
        (("accept", {}), ("start", {"cause": "no_staff", "remedy": "merge"})),
        (("accept", {}), ("start", {"cause": "ordered", "remedy": "close"}), ("report", {"reason": "已发布关停公告，账号注销申请已提交"})),
    )
    for case, way in zip(mine, ways, strict=False):
        for verb, said in way:
            cases.move(case, verb, by=head, **said)
    if len(mine) > len(ways):
        cases.allow(mine[len(ways)], "后台改造，下月恢复更新", today() + timedelta(days=30), by=made["duban"])


def _papers(made: dict[str, User], top: Unit) -> None:
    run = Run.objects.filter(state="done").latest("pk")
    issued = run.moment + timedelta(days=5)
    said = {"issuer": top.name, "number": f"澄政办函〔{run.moment.year}〕12号", "issued_on": issued, "due_on": issued + timedelta(days=15)}
    one = bulletins.draft("quarterly", top, said, by=made["duban"], run=run)
    bulletins.review(one, by=made["fuhe"])
    bulletins.publish(one, by=made["duban"])
    closed = Platform.objects.filter(stage="closed", kind="wechat", unit__isnull=False).first()
    if closed:
        names = {
            "account_name": closed.name,
            "account_kind": str(closed.get_kind_display()),
            "account_unit": str(closed.unit),
            "account_instead": "县政府门户网站和“澄禾发布”公众号",
        }
        bulletins.draft("closing_notice", top, {**names, "stops_on": issued}, by=made["fuhe"])


def _rules(made: dict[str, User], top: Unit) -> None:
    """A rule that waits for its second person, and one question answered by a person."""
    said = {
        "title": "澄禾县政务新媒体管理办法（虚构）",
        "number": "澄政办〔2018〕9号",
        "clause": "第八条：至少每10天更新一次",
        "issuer": "澄禾县人民政府办公室（虚构）",
    }
    local_rules.propose({**said, "check_code": "PLT002", "severity": "veto", "limits": {"silent": 10}, "respond_within": 5, "grade": "A",
                         "starts_on": today(), "ends_on": None, "reason": "比全国的两周严"}, by=made["duban"])  # fmt: skip
    if one := Undecided.objects.filter(check_code="PLT006", unit__path__startswith=top.path).first():
        judgements.judge(one, "no", "打开账号看过：菜单里有“留言”，试交一条，次日有回复", by=made["duban"])


def _file(user: User) -> None:
    """A file one of the people had checked: some letters of the county's mailbox."""
    letters = {row["id"]: row for _name, batch in flow.rows_of(settings.DATA / "lake", SOURCE, ("letter",)) for row in batch.to_pylist()}
    rows = [("编号", "来信内容", "来信时间", "答复内容", "答复时间"), ("L0", "信箱测试", "日期不详", "", "")]
    answered = (
        row
        for _name, batch in flow.rows_of(settings.DATA / "lake", SOURCE, ("reply",))
        for row in batch.to_pylist()
        if row["letter_id"] in letters
    )
    for row in islice(answered, 60):
        letter = letters[row["letter_id"]]
        rows.append((letter["id"], letter["text"], letter["received_on"], row["text"], row["replied_on"]))
    held = file_audits.upload(_csv("局长信箱.csv", rows), runs.packs_here(), None, by=user)
    file_audit.read.call(held.pk)
    file_audits.start(held, by=user)
    file_audit.run.call(held.pk)


def _csv(name: str, rows: list[tuple[Any, ...]]) -> SimpleUploadedFile:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return SimpleUploadedFile(name, text.getvalue().encode())


def _register(made: dict[str, User], top: Unit) -> None:
    """What goes on in the register: a list that was imported with one row kept out, a request with questions left, a change proposed, a notice drafted."""
    unit, head = made["fuzeren"].appointments.get().unit, made["fuzeren"]
    rows = [
        ("账号编号", "账号名称", "平台类型", "主办单位", "状态"),
        ("XN-1", "澄禾便民提示", "微信公众号", unit.name, "正常"),
        ("XN-2", "澄禾贴吧", "贴吧", unit.name, "正常"),
    ]
    held = census.upload(top, _csv("新增账号.csv", rows), by=made["duban"])
    census_jobs.read.call(held.pk)
    census.start(held, by=made["duban"])
    census_jobs.land.call(held.pk)
    openings.ask(unit, "澄禾城管随手拍", "mini_program", by=head, purpose="收集市容问题")
    one = Platform.objects.filter(unit=unit, stage="live").order_by("pk").first()
    if one:
        proposals.make(one, by=head, reason="编辑岗位已调整", said={"editors": (one.editors or 0) + 1})
    case = Case.objects.filter(unit=unit).order_by("pk").first()
    if case:
        notices.draft(case, "chengguan@chenghe.example", by=made["duban"])


def _voices() -> None:
    for platform in Platform.objects.filter(kind__in=Platform.PUBLIC, stage="live", unit__isnull=False).order_by("pk")[:3]:
        reports.send(platform, reports_kind(), "点开菜单里的“办事指南”，页面打不开。", by="群众")


def _letters(made: dict[str, User]) -> None:
    """Letters at different points of their way: one that waits to be handed out, one whose empty reply is held up, one solved and public."""
    head, clerk = made["fuzeren"], made["yunwei"]
    unit = head.appointments.get().unit
    answers.add_template(unit, "感谢来信", "感谢您对我们工作的关心和支持。", by=head)
    gates.make_key(unit, "某公司的智能客服", today() + timedelta(days=90), by=head, automatic=True)
    endpoints.add(
        "市12345（样例）", "https://311.example.gov.cn/open311/v2", by=made["duban"], jurisdiction="example.gov.cn", key_file="city"
    )
    letters.receive("公交站牌看不清", "老城西站的站牌褪色了，老人看不清车次，请换一块。", kind="suggestion")
    held = letters.receive(
        "夜里施工吵",
        "学校对面工地夜里十一点还在打桩，孩子睡不好，已经一个星期了。请管一管。",
        unit=unit,
        kind="complaint",
        place="学校对面工地",
    )
    answers.draft(held, "您好，您反映的问题已收悉，我们已转交有关部门处理，感谢您对我们工作的关心和支持。", by=clerk)
    solved = letters.receive(
        "路灯坏了",
        "石桥路口的路灯坏了三个月，晚上老人摔倒过，请维修。我的电话13800138000。",
        unit=unit,
        kind="help",
        place="石桥路口",
        files=[checked("路灯.png", _photo())],
    )
    answer = answers.draft(
        solved,
        "您好，石桥路口的路灯是电缆老化造成的，已于本周三更换电缆并恢复照明。以后每月巡查一次，再有问题请打值班电话0990-1234567。",
        by=clerk,
    )
    answers.release(answer, by=clerk if answer.decision and answer.decision.passes else head)
    letters.judge(solved, "solved", "亮了，谢谢。")
    letters.enter(by=BY)


def _photo() -> bytes:
    """A picture of nothing in particular."""
    out = io.BytesIO()
    Image.linear_gradient("L").resize((640, 420)).convert("RGB").save(out, "PNG")
    return out.getvalue()


def reports_kind() -> Any:
    """A trouble a citizen may report."""
    from zouxin.site.portal.models import UsabilityReport

    return UsabilityReport.TROUBLES[0][0]
