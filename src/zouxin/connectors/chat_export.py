"""Exports of group chats: when it rang, by which role, for what; the text is measured and dropped here.

Nothing that was said, and no name, leaves this file: batches hold measures and pseudonyms, broken rows hold no value.
Shapes read: text with head lines (2024-05-01 08:30:12 张三), csv and json with columns of time, sender and text.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from zouxin import content
from zouxin.connectors import csv, json
from zouxin.connectors._chat import measure, role_of
from zouxin.connectors._html import decode
from zouxin.connectors.batch import Batch, Broken, batch_of
from zouxin.connectors.cells import strings
from zouxin.connectors.dates import read_dates
from zouxin.connectors.headings import fold
from zouxin.model.errors import SourceError, UsageError

HEADS = (
    "消息编号",
    "群编号",
    "发送时间",
    "发送时刻分钟数",
    "发送人角色",
    "发送人代号",
    "是否@所有人",
    "提到人数",
    "要求类型",
    "点名人数",
    "字数",
)
_HEAD = 1 << 16
_ROLES = ("owner", "manager", "member", "robot", "system")
_DAY = r"(?P<day>\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?)[ \t]+(?P<time>(?:[上下]午|凌晨|晚上)?[ \t]*\d{1,2}:\d{2}(?::\d{2})?)"
#: time first (WeChat, QQ) or sender first (DingTalk, copies out of WeChat)
_HEADLINES = (
    re.compile(rf"^{_DAY}[ \t]+(?P<who>\S.{{0,60}}?)[ \t]*[:：]?$"),
    re.compile(rf"^(?P<who>\S.{{0,60}}?)[ \t]*[(（]?{_DAY}[)）]?[ \t]*[:：]?$"),
)
_COLUMNS = {
    "time": (
        "时间",
        "发送时间",
        "消息时间",
        "日期",
        "日期时间",
        "time",
        "datetime",
        "createtime",
        "timestamp",
        "date",
        "sendtime",
        "strtime",
    ),
    "who": (
        "发送人",
        "发送者",
        "发言人",
        "昵称",
        "群昵称",
        "姓名",
        "发件人",
        "sender",
        "nickname",
        "name",
        "from",
        "talker",
        "user",
        "sendername",
    ),
    "text": ("内容", "消息内容", "消息", "正文", "文本", "content", "text", "message", "msg", "strcontent", "body"),
}
_ACCOUNT = re.compile(r"[(（<][^()（）<>]{3,40}[)）>]$")


@dataclass(frozen=True, kw_only=True)
class _Said:
    """One message while it is being measured; it lives in memory only."""

    row: int
    time: str
    who: str
    text: str


def read(place: Path, options: Mapping[str, object]) -> Iterator[Batch]:
    """Batches of messages without their text; a row's number is that of its head line, row or record.

    Options: group (id of the group, default the file's name), salt_env (name of the environment variable that holds
    the secret of the pseudonyms), roles (a YAML file in the source's folder: name → owner, manager, member, robot or
    system). Raises SourceError where no message is found, UsageError without a salt.
    """
    secrets = options.get("secrets")
    salt = str(secrets.get("salt") or "") if isinstance(secrets, Mapping) else ""
    if len(salt) < 8:
        raise UsageError(
            "chat_export 要在 options 里写 salt_env：存放代号密钥（至少 8 个字符）的环境变量的名字；密钥不变，同一人的代号就不变"
        )
    group = str(options.get("group") or Path(place).stem)
    roles, found, count, ordinals = _roles(options), False, 0, Counter[tuple[str, str]]()
    for said, broken, stated in _messages(Path(place)):
        found = found or bool(said) or bool(broken)
        count += len(said)
        yield _batch(said, broken, stated, file=Path(place).name, group=group, salt=salt, roles=roles, ordinals=ordinals)
    if not found:
        raise SourceError(f"{Path(place).name}：没有找到一条消息；应有“2024-05-01 08:30:12 张三”这样的行，或时间、发送人、内容三列")


def _roles(options: Mapping[str, object]) -> dict[str, str]:
    name = str(options.get("roles") or "")
    if not name:
        return {}
    if Path(name).is_absolute() or ".." in Path(name).parts:
        raise UsageError("roles 应是和 source.yml 放在一起的文件名")
    said = {str(k): str(v) for k, v in content.read(Path(str(options.get("folder") or ".")) / name).items()}
    if wrong := sorted(set(said.values()) - set(_ROLES)):
        raise UsageError(f"{name}：角色“{wrong[0]}”应是其中之一：{'、'.join(_ROLES)}")
    return said


def _messages(place: Path) -> Iterator[tuple[list[_Said], list[Broken], tuple[str, ...]]]:
    try:
        with place.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise SourceError(f"{place.name}：打不开（{error.strerror}），请检查文件是否存在、是否有读取权限") from error
    if len(head) == _HEAD and (end := head.rfind(b"\n")) > 0:
        head = head[:end]  # a character cut in two would make UTF-8 look like GB18030
    start = decode(head).lstrip()
    if any(_headline(line) for line in start.splitlines()[:200]):
        yield _told(place)
        return
    reader = json.read if start.startswith(("[", "{")) else csv.read
    for batch in reader(place, {}):
        yield _tabled(batch, place)


def _headline(line: str) -> re.Match[str] | None:
    return next((found for pattern in _HEADLINES if (found := pattern.match(line.strip()))), None)


def _told(place: Path) -> tuple[list[_Said], list[Broken], tuple[str, ...]]:
    """Messages of a text: a head line, and all lines until the next one."""
    said: list[_Said] = []
    lines: list[str] = []
    head: tuple[int, str, str] | None = None
    for number, line in enumerate(decode(place.read_bytes()).splitlines(), start=1):
        found = _headline(line)
        if found is None:
            lines.append(line)
            continue
        if head:
            said.append(_Said(row=head[0], time=head[1], who=head[2], text="\n".join(lines)))
        head, lines = (number, f"{found['day']} {found['time']}", _ACCOUNT.sub("", found["who"].strip()).strip() or found["who"]), []
    if head:
        said.append(_Said(row=head[0], time=head[1], who=head[2], text="\n".join(lines)))
    return said, [], (f"群聊记录 {len(said)} 条；正文量过字数和要求类型后即丢弃，不入库",)


def _tabled(batch: Batch, place: Path) -> tuple[list[_Said], list[Broken], tuple[str, ...]]:
    names = {fold(name): name for name in batch.rows.schema.names}
    at = {key: next((names[fold(s)] for s in says if fold(s) in names), "") for key, says in _COLUMNS.items()}
    lacking = [word for key, word in (("time", "时间"), ("who", "发送人"), ("text", "内容")) if not at[key]]
    if lacking and batch.rows.num_rows:
        raise SourceError(f"{place.name}：没有认出{'、'.join(lacking)}这几列；列名应是 时间、发送人、内容")
    # what a reader shows of a row it could not read may be the message
    broken = [replace(b, value="", column="", reason="这一行读不懂", remedy="重新导出；为保护隐私，这里不显示原文") for b in batch.broken]
    if lacking:
        return [], broken, ()
    rows = zip(batch.row_numbers.to_pylist(), *(batch.rows.column(at[k]).to_pylist() for k in ("time", "who", "text")), strict=True)
    return [_Said(row=n, time=t or "", who=w or "", text=x or "") for n, t, w, x in rows], broken, batch.stated


def _batch(said: list[_Said], broken: list[Broken], stated: tuple[str, ...], *, file: str, group: str, salt: str, roles: Mapping[str, str],
           ordinals: Counter[tuple[str, str]]) -> Batch:  # fmt: skip
    dates = read_dates(pa.array([s.time or None for s in said], pa.string()), zone="Asia/Shanghai")
    rows, numbers = [], []
    for message, bad in zip(said, dates.bad, strict=True):
        if bad or not message.time:
            # a cell that is no time may be a piece of a message: it is told, not shown
            broken = [*broken, Broken(row=message.row, reason="发送时间读不懂", remedy="重新导出；为保护隐私，这里不显示原文")]
            continue
        numbers.append(message.row)
        rows.append(_row(message, group=group, salt=salt, roles=roles, ordinals=ordinals))
    columns = [strings([row[n] for row in rows]) for n in range(len(HEADS))]
    return batch_of(columns, names=HEADS, numbers=numbers, file=file, stated=stated, broken=broken)


def _row(message: _Said, *, group: str, salt: str, roles: Mapping[str, str], ordinals: Counter[tuple[str, str]]) -> tuple[str | None, ...]:
    measured = measure(message.text)
    who = _pseudonym(group, message.who, salt) if message.who else None
    nth = ordinals[message.time, who or ""]
    ordinals[message.time, who or ""] += 1
    one = hashlib.sha256(f"{group}\x1f{message.time}\x1f{who}\x1f{nth}".encode()).hexdigest()[:20]
    role = roles.get(message.who) or role_of(message.who)
    return (one, group, message.time, _minute(message.time), role, who, "true" if measured.at_all else "false", str(measured.mentions), measured.demand,
            str(measured.silent), str(measured.chars))  # fmt: skip


def _minute(time: str) -> str | None:
    """Minutes after midnight, as the chat itself shows the time."""
    found = re.search(r"(?P<half>[上下]午|凌晨|晚上)?[ \tT]*(?P<h>\d{1,2}):(?P<m>\d{2})", time)
    if not found:
        return None
    hour = int(found["h"]) % 12 + 12 if found["half"] in ("下午", "晚上") else int(found["h"])
    return str(hour * 60 + int(found["m"])) if hour < 24 else None


def _pseudonym(group: str, who: str, salt: str) -> str:
    """The same for one person in one group, another in another group; not to be had back without the salt."""
    return hashlib.blake2b(
        who.encode(), key=salt.encode()[:64], salt=hashlib.sha256(group.encode()).digest()[:16], digest_size=8
    ).hexdigest()
