"""One message of a work group, without its text."""

from zouxin.model.table import Column, Table

group_message = Table(
    name="group_message",
    doc="When a work group rang, by which role and for what; the text is dropped before landing.",
    key=("id",),
    columns=(
        Column(name="id", type="id", blank=False, doc="Worked out from group, moment and ordinal.", says=("消息编号",)),
        Column(name="platform_id", type="id", blank=False, doc="Which group.", says=("群编号",)),
        Column(name="sent_on", type="date", doc="Civil day it was sent.", says=("发送时间",)),
        Column(name="sent_at", type="timestamp", doc="Moment it was sent."),
        Column(name="minute", type="int64", unit="minutes after local midnight", doc="Local time of day it was sent.", says=("发送时刻分钟数",)),
        Column(name="role", doc="Role of the sender.", allowed=("owner", "manager", "member", "robot", "system"), says=("发送人角色",),
               spoken=(("群主", "owner"), ("管理员", "manager"), ("群管理员", "manager"), ("成员", "member"), ("群成员", "member"), ("机器人", "robot"), ("系统", "system"))),
        Column(name="sender", type="id", doc="Pseudonym of the sender within the group.", says=("发送人代号",)),
        Column(name="at_all", type="bool", doc="Whether it calls everybody.", says=("是否@所有人",)),
        Column(name="mentions", type="int64", unit="people", doc="How many people it calls by name.", says=("提到人数",)),
        Column(name="demand", doc="What it asks for.", says=("要求类型",),
               allowed=("none", "form", "checkin", "photo", "study", "vote", "forward", "reply", "meeting", "notice", "other")),
        Column(name="names_silent", type="int64", unit="people", doc="How many people it names as not having answered or done.", says=("点名人数",)),
        Column(name="chars", type="int64", unit="characters", doc="Length of its text.", says=("字数",)),
    ),
)  # fmt: skip
