"""Which platforms a contract pays for."""

from zouxin.model.table import Column, Table

contract_platform = Table(
    name="contract_platform",
    doc="One platform a contract covers.",
    key=("contract_id", "platform_id"),
    columns=(
        Column(name="contract_id", type="id", blank=False, doc="Which contract.", says=("合同编号",)),
        Column(name="platform_id", type="id", blank=False, doc="Which platform.", says=("平台编号", "账号编号", "平台名称", "账号名称")),
        Column(name="share", type="float64", doc="Its share of the amount, 0 to 1, where the contract says it.", says=("分摊比例",)),
    ),
)
