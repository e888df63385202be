"""Every screen in every role: who may look sees it, nothing out of reach stands in it; lists ask no question per row; forms do what they say."""

import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from site_registry import HEAD, xlsx

from zouxin.site.registry.actions import contracts, openings, orders, proposals
from zouxin.site.registry.models import CensusImport, Contract, Opening, Platform, Proposal

LISTS = ("platform_list", "confirmation_list", "proposal_list", "order_list", "contract_list", "opening_list", "census_list")
ALLOWED = {
    "supervisor": set(LISTS) - {"confirmation_list"}, "auditor": set(LISTS) - {"confirmation_list", "census_list"},
    "head": set(LISTS) - {"census_list"}, "operator": set(LISTS) - {"confirmation_list", "census_list"},
    "rechecker": set(LISTS) - {"confirmation_list", "census_list"}, "host": {"platform_list"},
}  # fmt: skip


@pytest.fixture
def desk(account: Any, people: dict[str, Any], county: dict[str, Any], imported: Any) -> dict[str, Any]:
    """One of everything, half of it in the north town and half elsewhere."""
    by, held = people["supervisor"], {}
    held["census"] = imported(xlsx())
    for place, word in (("north", "清水"), ("south", "柳林")):
        order = orders.add(county[place], f"{word}开号通知", by=by, number=f"{word}〔2026〕1号")
        one = account(place, f"{word}发布", order=order, editors=2)
        contract = contracts.add(county[place], f"{word}代运营", by=by, yuan=Decimal(10000))
        contracts.cover(contract, one, by=by)
        held[place] = {"platform": one, "order": order, "contract": contract}
    held["north"]["opening"] = openings.ask(county["north"], "清水新号", "weibo", by=people["operator"])
    held["north"]["proposal"] = proposals.make(held["north"]["platform"], by=people["operator"], reason="人走了", said={"editors": 1})
    return held


@pytest.mark.parametrize("who", ALLOWED)
@pytest.mark.parametrize("name", LISTS)
def test_lists_with_their_twins(name, who, desk, client_of) -> None:
    client, right = client_of(who), 200 if name in ALLOWED[who] else 403
    for form in ("", "_json", "_csv"):
        response = client.get(reverse(f"registry:{name}{form}"))
        assert response.status_code == right
        text = b"".join(response.streaming_content).decode() if response.streaming else response.content.decode()
        if right == 200 and who in ("head", "operator", "host"):
            assert "柳林" not in text


@pytest.mark.parametrize("who", ["head", "operator", "host"])
def test_what_is_out_of_reach_is_not_there(who, desk, client_of) -> None:
    client = client_of(who)
    for name, thing in (
        ("platform_view", "platform"),
        ("order_view", "order"),
        ("contract_view", "contract"),
        ("platform_change", "platform"),
        ("platform_step", "platform"),
    ):
        assert client.get(reverse(f"registry:{name}", args=[desk["south"][thing].pk])).status_code in (403, 404)
    assert client.get(reverse("registry:census_view", args=[desk["census"].pk])).status_code == 403


@pytest.mark.parametrize("who", ALLOWED)
def test_a_platform_s_page(who, desk, client_of) -> None:
    text = client_of(who).get(reverse("registry:platform_view", args=[desk["north"]["platform"].pk])).content.decode()
    assert "清水发布" in text
    assert ("清水代运营" in text) == (who != "host")
    assert ("人走了" in text) == (who != "host")


@pytest.mark.parametrize("name", [*LISTS, "change_list", "problem_list"])
def test_a_list_asks_as_often_for_many_rows_as_for_few(name, desk, client_of, county, people, imported) -> None:
    who = "head" if name == "confirmation_list" else "supervisor"
    client, args = client_of(who), [desk["census"].pk] if name in ("change_list", "problem_list") else []
    if name in ("change_list", "problem_list"):
        few, many = (
            args,
            [imported(xlsx([(f"K-{n}", f"新号{n}", "微博" if n % 2 else "贴吧", "清水镇政府", *[""] * 8) for n in range(60)])).pk],
        )
        assert _asked(client, name, few) == _asked(client, name, many)
        return
    before = _asked(client, name, args)
    for n in range(30):
        one = Platform.objects.create(source="registry", key=f"m{n}", name=f"清水{n}", kind="weibo", unit=county["north"])
        Proposal.objects.create(platform=one, said={"editors": n}, reason="因为", user=people["operator"])
        openings.ask(county["north"], f"号{n}", "weibo", by=people["operator"])
        contracts.add(county["north"], f"合同{n}", by=people["supervisor"])
        orders.add(county["north"], f"文{n}", by=people["supervisor"])
        CensusImport.objects.create(unit=county["north"], name=f"{n}.csv", file="x", size=1, digest="", user=people["supervisor"])
    assert _asked(client, name, args) == before


def _asked(client: Client, name: str, args: list[Any]) -> int:
    client.get(reverse(f"registry:{name}", args=args))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(reverse(f"registry:{name}", args=args)).status_code == 200
    return len(asked)


@pytest.mark.parametrize("typed", ["清水发布", "qingshuifabu", "qsfb", "清水發布", "清水"])
def test_platforms_are_found_in_any_script(typed, desk, client_of) -> None:
    found = client_of("supervisor").get(reverse("registry:platform_list_json"), {"q": typed}).json()
    assert "清水发布" in {row["name"] for row in found["rows"]}
    assert "柳林发布" not in {row["name"] for row in found["rows"]}


def test_filters(desk, client_of, county) -> None:
    client = client_of("supervisor")
    names = lambda **asked: {row["name"] for row in client.get(reverse("registry:platform_list_json"), asked).json()["rows"]}  # noqa: E731
    assert names(kind="column") == {"通知公告"}
    assert names(stage="frozen") == {"清水镇之声"}
    assert names(operator_kind="company") == {"澄禾水务"}
    assert names(unit=county["north"].pk) == {"清水发布", "清水镇之声"}
    assert names(unit="nonsense") == names()


def test_registering_changing_and_closing_by_form(client_of, county, people) -> None:
    client = client_of("supervisor")
    made = client.post(
        reverse("registry:platform_register"),
        {"unit": county["top"].pk, "kind": "wechat", "name": "澄禾发布", "stage": "live", "editors": "0"},
    )
    one = Platform.objects.get(name="澄禾发布")
    assert made.headers["Location"] == reverse("registry:platform_view", args=[one.pk])
    assert (one.editors, one.members, one.campaign, one.funded_until) == (0, None, None, None)
    client.post(
        reverse("registry:platform_change", args=[one.pk]),
        {"unit": county["top"].pk, "kind": "wechat", "name": "澄禾发布", "campaign": "no", "url": "https://x.example/"},
    )
    one.refresh_from_db()
    assert (one.campaign, one.editors, one.url) == (False, None, "https://x.example/")
    step = {"after": "closing", "on": "2026-03-01", "reason": "没人看"}
    refused = client.post(reverse("registry:platform_step", args=[one.pk]), step)
    assert "123号" in refused.content.decode()
    client.post(reverse("registry:platform_step", args=[one.pk]), {**step, "override": "会议纪要"})
    assert Platform.objects.get(pk=one.pk).stage == "closing"


def test_addresses_that_are_no_web_address_are_not_linked(account, client_of) -> None:
    one = account()
    Platform.objects.filter(pk=one.pk).update(url="javascript:alert(1)")
    assert 'href="javascript' not in client_of("supervisor").get(reverse("registry:platform_view", args=[one.pk])).content.decode()


def test_confirming_by_one_click(desk, client_of) -> None:
    client = client_of("head")
    pks = [row.pk for row in Platform.objects.filter(name__startswith="清水")] + [desk["south"]["platform"].pk]
    client.post(reverse("registry:platform_confirm"), {"platform": pks})
    assert set(Platform.objects.exclude(confirmed_on=None).values_list("name", flat=True)) == {"清水发布", "清水镇之声"}


def test_a_proposal_by_form(desk, client_of) -> None:
    one = desk["north"]["platform"]
    client = client_of("operator")
    page = client.get(reverse("registry:proposal_make", args=[one.pk]))
    said = {name: "" if value is None else value for name, value in page.context["form"].initial.items()}
    client.post(reverse("registry:proposal_make", args=[one.pk]), {**said, "operator": "某某公司", "reason": "换了", "after": ""})
    made = Proposal.objects.order_by("-pk")[0]
    assert made.said == {"operator": "某某公司"}
    client_of("head").post(reverse("registry:proposal_view", args=[made.pk]), {"accept": "1"})
    assert Platform.objects.get(pk=one.pk).operator == "某某公司"


def test_an_opening_by_form(desk, client_of, county) -> None:
    operator, supervisor = client_of("operator"), client_of("supervisor")
    said = {"unit": county["north"].pk, "kind": "wechat", "name": "清水发布二号"}
    looked = operator.post(reverse("registry:opening_make"), {**said, "look": "1"}).content.decode()
    assert "清水发布" in looked.split('id="near"')[1]
    assert "柳林" not in looked
    operator.post(reverse("registry:opening_make"), said)
    one = Opening.objects.get(name="清水发布二号")
    page = supervisor.get(reverse("registry:opening_view", args=[one.pk])).content.decode()
    assert "经费保障到哪一天？" in page
    answers = {
        "unreached": "老人",
        "duplicates": "不重复",
        "editor": "宣传岗",
        "hours": "3",
        "funded_until": "2027-12-31",
        "required": "nobody",
        "ends": "公告后注销",
    }
    operator.post(reverse("registry:opening_answer", args=[one.pk]), {**said, **answers})
    supervisor.post(reverse("registry:opening_view", args=[one.pk]), {"approve": "1", "reason": "确有需要"})
    assert Platform.objects.get(name="清水发布二号").stage == "preparing"


def test_a_contract_by_form(desk, client_of, county) -> None:
    client = client_of("supervisor")
    client.post(reverse("registry:contract_add"), {"unit": county["top"].pk, "title": "打包运营", "yuan": "30000"})
    one = Contract.objects.get(title="打包运营")
    page = reverse("registry:contract_view", args=[one.pk])
    client.post(page, {"platform": "清水发布", "percent": "40"})
    client.post(page, {"platform": "柳林发布"})
    assert "没有这个平台" in client.post(page, {"platform": "没有的"}).content.decode()
    assert "18,000.00" in client.get(page).content.decode()
    client.post(page, {"remove": one.platforms.get(platform__name="柳林发布").pk})
    assert one.platforms.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_census_from_upload_to_undo(client_of, county, people) -> None:
    client = client_of("supervisor")
    page = client.post(
        reverse("registry:census_upload"), {"unit": county["top"].pk, "file": xlsx(head=("编", "叫什么", *HEAD[2:]))}, follow=True
    )
    one = CensusImport.objects.get()
    assert one.state == "preview"
    form = page.context["form"]
    said = {f.name: f.value() or "" for f in form}
    said |= {f"c{form.columns.index('编')}": "platform.id", f"c{form.columns.index('叫什么')}": "platform.name"}
    page = client.post(reverse("registry:census_view", args=[one.pk]), {**said, "map": "1"}, follow=True)
    assert "贴吧" in page.content.decode(), page.context["form"].errors
    page = client.post(reverse("registry:census_view", args=[one.pk]), {"land": "1"}, follow=True)
    assert Platform.objects.count() == 6
    for name in ("problem_list", "change_list"):
        for form in ("", "_json", "_csv"):
            assert client.get(reverse(f"registry:{name}{form}", args=[one.pk])).status_code == 200
    client.post(reverse("registry:census_view", args=[one.pk]), {"undo": "1"})
    assert Platform.objects.count() == 0
    assert client_of("head").get(reverse("registry:census_view", args=[one.pk])).status_code == 403


def test_a_hostile_file_is_refused_on_the_page(client_of, county) -> None:
    file = io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"0" * 50)
    file.name = "清单.xlsx"
    page = client_of("supervisor").post(reverse("registry:census_upload"), {"unit": county["top"].pk, "file": file})
    assert page.status_code == 200
    assert "清单.xlsx：内容是图片" in page.content.decode()


@pytest.mark.parametrize(
    ("who", "tables"),
    [("supervisor", {"platform", "platform_alias", "unit", "order", "contract", "contract_platform"}), ("host", {"platform", "unit"})],
)
def test_the_data_package_holds_what_is_within_reach(who, tables, desk, client_of) -> None:
    response = client_of(who).get(reverse("registry:platform_export"))
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as packed:
        names = packed.namelist()
        text = "".join(packed.read(name).decode() for name in names)
    assert {name.split("/")[-1].removesuffix(".csv") for name in names if name.endswith(".csv")} == tables
    assert ("柳林" in text) == (who == "supervisor")
    assert "清水发布" in text


@pytest.fixture
def logged_in(client_of: Callable[[str], Client]) -> Client:
    """A supervisor's client."""
    return client_of("supervisor")


def test_every_form_opens(desk, logged_in) -> None:
    north = desk["north"]
    for name, args in (
        ("platform_register", []), ("order_add", []), ("contract_add", []), ("census_upload", []), ("platform_change", [north["platform"].pk]),
        ("platform_step", [north["platform"].pk]), ("order_change", [north["order"].pk]), ("contract_change", [north["contract"].pk]),
        ("order_view", [north["order"].pk]), ("contract_view", [north["contract"].pk]), ("opening_view", [north["opening"].pk]),
        ("proposal_view", [north["proposal"].pk]),
    ):  # fmt: skip
        assert logged_in.get(reverse(f"registry:{name}", args=args)).status_code == 200, name
