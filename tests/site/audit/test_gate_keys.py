"""The gate over HTTP: the two lines of the Zigong robot never leave, keys have limits and an end, and what was asked is not kept."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from zouxin.site.audit.actions import gates
from zouxin.site.audit.models import GateDecision, GateKey
from zouxin.site.people.access import today
from zouxin.site.people.models import Event

pytestmark = pytest.mark.django_db
ZIGONG = ("不说话没人把你当哑巴", "面子是别人给的，脸是自己丢的")


@pytest.fixture
def robot(people, county):
    return gates.make_key(county["north"], "某公司的智能客服", today() + timedelta(days=30), by=people["head"], automatic=True)


def ask(secret, kind="reply", **said):
    return Client().post(
        f"/api/gate/{kind}", json.dumps(said), content_type="application/json", headers={"Authorization": f"Bearer {secret}"}
    )


def test_a_robot_cannot_send_the_lines_of_zigong(robot):
    key, secret = robot
    for line in ZIGONG:
        for letter in (None, "工地扬尘大，晚上还在施工，没有人管吗？"):
            told = ask(secret, text=line, letter=letter).json()
            assert (told["decision"], told["send"]) == ("BLOCK", False)
            [row] = told["rows"]
            assert row["check"] == "RPL006"
            assert line[row["places"][0]["start"] : row["places"][0]["end"]]
    polite = ask(
        secret,
        text="您好，您反映的工地夜间施工我们已到现场查看，责令其22时后停工，联系电话见网站。",
        letter="工地晚上还在施工，没有人管吗？",
    ).json()
    assert (polite["decision"], polite["send"], polite["fails"]) == ("PASS", True, "closed")
    assert GateDecision.objects.filter(key=key).count() == 5
    assert not any(line in json.dumps(list(GateDecision.objects.values()), default=str) for line in ZIGONG)


def test_a_person_is_asked_to_look_where_a_robot_is_stopped(people, county):
    _key, secret = gates.make_key(county["north"], "编辑", today() + timedelta(days=30), by=people["head"])
    assert ask(secret, text=ZIGONG[0], letter="路灯坏了").json()["decision"] == "REVIEW"


def test_a_key_ends_and_has_limits(robot, people, county):
    key, secret = robot
    GateKey.objects.filter(pk=key.pk).update(per_minute=1)
    assert ask(secret, text="您好").status_code == 200
    limited = ask(secret, text="您好")
    assert limited.status_code == 429
    assert "每分钟最多 1 次" in limited.json()["detail"]
    gates.switch_off(key, by=people["head"])
    assert ask(secret, text="您好").status_code == 401
    assert ask("zxg_wrong", text="您好").status_code == 401
    assert Client().post("/api/gate/reply", "{}", content_type="application/json").status_code == 401
    with pytest.raises(PermissionDenied):
        gates.make_key(county["south"], "别人的", today(), by=people["head"])
    with pytest.raises(ValidationError):
        gates.make_key(county["north"], "太久", today() + timedelta(days=800), by=people["head"])


def test_the_platform_gate_asks_what_is_left_open(robot):
    _key, secret = robot
    told = ask(secret, "platform", asked={"kind": "wechat", "required": "order", "hours": 3}).json()
    assert told["decision"] == "REVIEW"
    assert [one["field"] for one in told["questions"]] == ["unreached", "duplicates", "editor", "funded_until", "ends", "order"]
    whole = {
        "unreached": "山区老人",
        "duplicates": "没有",
        "editor": "文书",
        "hours": 3,
        "funded_until": "2027-12-31",
        "required": "nobody",
        "ends": "并入县号",
    }
    assert ask(secret, "platform", asked=whole).json()["decision"] == "PASS"
    assert ask(secret, "story", text="x").status_code == 422


def test_orders_and_posts_are_read_and_strange_bodies_get_a_sentence(robot):
    _key, secret = robot
    assert ask(secret, "order", text="全体干部必须下载安装“云上清水”APP并每天打卡。").json()["decision"] == "BLOCK"
    told = ask(secret, "post", title="公示", text="申请人张某，身份证号11010519491231002X，电话13800138000，家属已签字。").json()
    assert "PST004" in [row["check"] for row in told["rows"]]
    assert ask(secret, text="").json()["decision"] == "NOT_JUDGED"
    assert ask(secret, text=["x"]).status_code == 422


def test_who_may_overrules_with_a_reason_and_the_log_says_so(client_of, people, county):
    client = client_of("operator")
    client.post("/audit/gate/reply/", {"letter": "路灯坏了三个月，什么时候修？", "text": "您好，您的来信已收悉，感谢您的关注。"})
    one = GateDecision.objects.get()
    assert one.decision == "REVIEW"
    assert client.post(f"/audit/gate/decisions/{one.pk}/", {"reason": "已电话答复"}).status_code == 403
    head = client_of("head")
    assert "推翻" in head.get(f"/audit/gate/decisions/{one.pk}/").content.decode()
    head.post(f"/audit/gate/decisions/{one.pk}/", {"reason": "这是先行告知，正式答复另发"})
    one.refresh_from_db()
    assert (one.reason, one.passes) == ("这是先行告知，正式答复另发", True)
    assert Event.objects.filter(verb="gate.overrule").count() == 1


def test_keys_are_made_and_switched_off_on_screen(client_of, county):
    client = client_of("head")
    page = client.post("/audit/gate/keys/make/", {"unit": county["north"].pk, "label": "厂家", "fails": "open", "per_minute": 5, "per_day": 50,
                                                  "until": today().isoformat()}).content.decode()  # fmt: skip
    assert "zxg_" in page
    key = GateKey.objects.get()
    assert "问不到照发" in client.get(f"/audit/gate/keys/{key.pk}/").content.decode()
    assert "zxg_" not in client.get("/audit/gate/keys/").content.decode()
    client.post(f"/audit/gate/keys/{key.pk}/")
    key.refresh_from_db()
    assert key.off_by
