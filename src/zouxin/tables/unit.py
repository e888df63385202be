"""Who answers for a platform or a letter."""

from zouxin.model.table import Column, Table

unit = Table(
    name="unit",
    doc="A unit of government: an office, a bureau, a town.",
    key=("id",),
    columns=(
        Column(name="id", type="id", blank=False, doc="The source's own id; its name where it has none.",
               says=("单位编号", "机构编码", "unit_id")),
        Column(name="name", doc="Name as the source writes it.", says=("单位名称", "机构名称", "unit_name", "agency_name", "department_name")),
        Column(name="parent_id", type="id", doc="The unit above.", says=("上级单位", "主管部门")),
        Column(name="level", doc="Level of government.", allowed=("nation", "province", "city", "county", "town", "village"), says=("层级", "行政层级", "单位层级"),
               spoken=(("国家", "nation"), ("中央", "nation"), ("省", "province"), ("省级", "province"), ("市", "city"), ("市级", "city"), ("地市级", "city"),
                       ("县", "county"), ("县级", "county"), ("区县级", "county"), ("乡镇", "town"), ("乡级", "town"), ("乡镇级", "town"), ("街道", "town"), ("村", "village"), ("村级", "village"))),
        Column(name="division_code", doc="行政区划代码.", says=("行政区划代码", "区划代码")),
        Column(name="credit_code", doc="统一社会信用代码.", says=("统一社会信用代码",)),
    ),
)  # fmt: skip
