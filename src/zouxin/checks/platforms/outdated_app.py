"""An app nobody has renewed.

Finds
    A live app without a release for more days than the limit, or built for a system so old
    that present phones warn of it, when its releases were last looked at.

Matters because
    It stops working on new phones and keeps holes that were closed elsewhere long ago.

Put right by
    A release built for present systems; or closing it, its services moved to one that is kept up.

Cannot tell
    Without a complete, successful and recent look at the app, or when its releases bear no day
    or no system version. Unknown is not old.
"""

import ibis
from ibis import _

from zouxin.checks import Limit, check
from zouxin.checks._shared import fresh, joined, looked, opinions
from zouxin.checks.platforms._common import answer, live
from zouxin.tables import app_release, observation, platform


@check(
    code="PLT004",
    subject=platform,
    reads=[platform, app_release, observation],
    scope="subject",
    gate="never",
    limits={
        "age": Limit(default=730, unit="days", stricter="lower", doc="Most days since its last release."),
        "android": Limit(
            default=26, unit="API level", stricter="higher", doc="Lowest Android level it may be built for; app stores ask for 26 and more."
        ),
        "ios": Limit(default=12, unit="version", stricter="higher", doc="Lowest iOS version it may be built for."),
        "when": Limit(default="either", unit="", choices=("either", "both"), doc="Whether age or target alone is enough."),
        "stale_look": Limit(default=31, unit="days", doc="Most days between the last complete look and the moment of inspection."),
    },
    cites=opinions("apps: usable on different terminals, IPv6, kept up"),
    evidence={"name": "string", "released_on": "date", "age": "int64", "android": "int64", "ios": "int64", "seen_on": "date"},
    says="{name}: last release of {released_on}, {age} days old when looked at on {seen_on}; built for Android level {android}, iOS {ios}.",
)
def outdated_app(t, limit, moment):
    apps = live(t).filter(_.kind == "app")
    seen = looked(t, apps, moment, of="app")
    shipped = t.app_release.filter(_.released_on.isnull() | (_.released_on <= moment))
    systems = {
        name: shipped.filter(_.system == name).group_by(["source", "platform_id"]).agg(
            **{name: _.target.max(), f"_{name}": _.target.isnull().any()}
        )
        for name in ("android", "ios")
    }  # fmt: skip
    days = shipped.group_by(["source", "platform_id"]).agg(released_on=_.released_on.max(), _undated=_.released_on.isnull().any())
    for more in (days, *systems.values()):
        seen = joined(seen, more, ["source", ("id", "platform_id")]).drop("platform_id")
    r = seen.mutate(age=seen.seen_on.delta(seen.released_on, unit="day"))

    watched = fresh(r.seen_on, moment, limit.stale_look)
    recent = (moment.delta(r.released_on, unit="day") <= limit.age).fill_null(False)
    undated = r._undated.fill_null(False)
    aged = ibis.cases((recent, False), (watched & ~undated, r.age > limit.age))

    def old(name):
        blank = r[f"_{name}"]
        new = (r[name] >= getattr(limit, name)).fill_null(False)
        # no release for a system is no old one, as long as there is a release at all
        return ibis.cases((blank.isnull() & r._undated.notnull(), False), (new, False), (watched & ~blank, r[name] < getattr(limit, name)))

    targets = old("android") | old("ios")
    found = (aged | targets) if limit.when == "either" else (aged & targets)
    return answer(r, ibis.cases((r.status.notnull() | ~found, found)), (watched & undated & ~recent, "undated"))
