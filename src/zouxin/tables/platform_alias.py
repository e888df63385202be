"""Names a platform has had."""

from zouxin.model.table import Column, Table

platform_alias = Table(
    name="platform_alias",
    doc="One name a platform had for a time.",
    key=("platform_id", "name"),
    columns=(
        Column(name="platform_id", type="id", blank=False, doc="Which platform.", says=("平台编号", "账号编号")),
        Column(name="name", blank=False, doc="The name.", says=("曾用名",)),
        Column(name="from_on", type="date", doc="First day of the name.", says=("启用日期",)),
        Column(name="until_on", type="date", doc="Last day of the name.", says=("停用日期",)),
    ),
)
