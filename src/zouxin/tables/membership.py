"""What a post holder has to carry, follow or feed."""

from zouxin.model.table import Column, Table

membership = Table(
    name="membership",
    doc="One platform on the phone of one post holder, and in which way.",
    key=("holder_id", "platform_id", "kind"),
    columns=(
        Column(name="holder_id", type="id", blank=False, doc="Which post holder.", says=("岗位编号",)),
        Column(
            name="platform_id",
            type="id",
            blank=False,
            doc="Which platform.",
            says=("平台编号", "平台名称", "账号名称", "应用名称", "群名称"),
        ),
        Column(
            name="kind",
            blank=False,
            doc="In which way.",
            allowed=("installed", "joined", "follows", "edits"),
            says=("使用方式",),
            spoken=(("安装", "installed"), ("加入", "joined"), ("关注", "follows"), ("编辑", "edits")),
        ),
        Column(name="required_by", type="id", doc="The order that requires it.", says=("要求文件",)),
        Column(name="since_on", type="date", doc="Since which day.", says=("加入日期",)),
    ),
)
