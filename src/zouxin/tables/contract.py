"""Money paid to have platforms run."""

from zouxin.model.table import Column, Table

contract = Table(
    name="contract",
    doc="One contract to build or run platforms.",
    key=("id",),
    columns=(
        Column(name="id", type="id", blank=False, doc="The source's own id.", says=("合同编号",)),
        Column(name="unit_id", type="id", doc="The unit that pays.", says=("采购单位", "付款单位", "甲方")),
        Column(name="vendor", doc="Who is paid.", says=("供应商", "中标单位", "乙方", "承包单位")),
        Column(name="title", doc="What it is for.", says=("合同名称", "项目名称")),
        Column(name="yuan", type="float64", unit="yuan", doc="Amount for the whole time.", says=("合同金额", "金额（元）", "金额")),
        Column(name="from_on", type="date", doc="First day.", says=("合同开始日期", "服务开始日期")),
        Column(name="until_on", type="date", doc="Last day.", says=("合同结束日期", "服务结束日期")),
    ),
)
