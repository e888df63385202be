"""A version of an app."""

from zouxin.model.table import Column, Table

app_release = Table(
    name="app_release",
    doc="One release of an app for one system.",
    key=("platform_id", "version", "system"),
    columns=(
        Column(name="platform_id", type="id", blank=False, doc="Which app.", says=("应用编号", "应用名称", "包名")),
        Column(name="version", blank=False, doc="Version.", says=("版本号", "版本", "version")),
        Column(
            name="system",
            blank=False,
            doc="Operating system.",
            allowed=("android", "ios", "harmony", "other"),
            says=("操作系统", "系统", "平台系统"),
            spoken=(
                ("安卓", "android"),
                ("Android", "android"),
                ("苹果", "ios"),
                ("iOS", "ios"),
                ("IOS", "ios"),
                ("鸿蒙", "harmony"),
                ("HarmonyOS", "harmony"),
                ("其他", "other"),
            ),
        ),
        Column(
            name="released_on", type="date", doc="Day of release.", says=("发布日期", "更新日期", "更新时间", "发布时间", "released_on")
        ),
        Column(
            name="target",
            type="int64",
            doc="System version it was built for (Android API level, iOS major version).",
            says=("目标系统版本",),
        ),
        Column(name="ipv6", type="bool", doc="Whether it works over IPv6.", says=("支持IPv6",)),
    ),
)
