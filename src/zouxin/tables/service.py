"""Something people can get done on a platform."""

from zouxin.model.table import Column, Table

service = Table(
    name="service",
    doc="One service a platform offers.",
    key=("id",),
    columns=(
        Column(name="id", type="id", blank=False, doc="The source's own id.", says=("服务编号",)),
        Column(name="platform_id", type="id", blank=False, doc="Which platform.", says=("平台编号", "平台名称")),
        Column(name="name", doc="Its name.", says=("服务名称", "事项名称")),
        Column(name="item_code", doc="Code of the item in the list of government services.", says=("事项编码", "实施编码")),
        Column(name="completes", type="bool", doc="Whether it can be done there from start to end.", says=("是否全程网办",)),
        Column(
            name="missing",
            type="int64",
            doc="How many of the eight kinds of element its guide lacks: name, basis, conditions, materials, place, time, phone, steps.",
            says=("缺少要素数",),
        ),
    ),
)
