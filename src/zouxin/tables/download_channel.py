"""Where an app can be got."""

from zouxin.model.table import Column, Table

download_channel = Table(
    name="download_channel",
    doc="One place that offers an app for download.",
    key=("platform_id", "channel", "url"),
    columns=(
        Column(name="platform_id", type="id", blank=False, doc="Which app.", says=("应用编号", "平台编号", "应用名称")),
        Column(name="channel", blank=False, doc="Store or site.", says=("下载渠道", "应用市场")),
        Column(name="url", blank=False, doc="Address, as a reader opens it.", says=("下载地址",)),
        Column(name="official", type="bool", doc="Whether the owner says it is its own channel.", says=("是否官方渠道",)),
        Column(name="version", doc="Version offered there.", says=("版本号",)),
        Column(name="seen_on", type="date", doc="Day it was seen.", says=("查看日期",)),
    ),
)
