"""An app offered in places its owner does not stand for.

Finds
    A live app that is offered through channels its owner does not call its own, or in several
    different versions at the same time.

Matters because
    People cannot tell the true app from a copy, and an old copy still asks for their data.

Put right by
    One list of official channels on the owner's site, old versions withdrawn, and strange
    offers reported to the store that carries them.

Cannot tell
    When no channel was looked at lately, or when the owner has not said which are its own.
"""

import ibis
from ibis import _

from zouxin.checks import Limit, check
from zouxin.checks._shared import joined, opinions
from zouxin.checks.platforms._common import answer, live
from zouxin.tables import download_channel, platform


@check(
    code="PLT005",
    subject=platform,
    reads=[platform, download_channel],
    scope="subject",
    gate="never",
    limits={
        "unofficial": Limit(default=1, unit="channels", stricter="lower", doc="Fewest channels that are not the owner's."),
        # Android and iOS may each have a version of their own, and a store may lag a day: two versions are usual
        "versions": Limit(default=3, unit="versions", stricter="lower", doc="Fewest different versions offered at once."),
        "stale_look": Limit(default=92, unit="days", doc="Most days since a channel was seen."),
    },
    cites=opinions("accounts and apps: public certification, fake ones are reported to the platform"),
    evidence={"name": "string", "channels": "int64", "unofficial": "int64", "versions": "int64", "strange": "string", "seen_on": "date"},
    says="{name}: {channels} download channels, {unofficial} of them not the owner's ({strange}), {versions} versions; seen by {seen_on}.",
)
def scattered_downloads(t, limit, moment):
    c = t.download_channel
    c = c.filter((c.seen_on <= moment) & (moment.delta(c.seen_on, unit="day") <= limit.stale_look))
    c = c.mutate(_strange=ibis.cases((c.official.notnull() & ~c.official, c.channel)))
    c = c.group_by(["source", "platform_id"]).agg(
        channels=_.count(), unofficial=_._strange.count(), unsure=_.official.isnull().sum(), versions=_.version.nunique(),
        blank=_.version.isnull().sum(), strange=_._strange.collect().unique().sort().join("、"), seen_on=_.seen_on.max(),
    )  # fmt: skip
    undated = t.download_channel.filter(_.seen_on.isnull()).select("source", "platform_id", _undated=True).distinct()
    r = live(t).filter(_.kind == "app")
    r = joined(joined(r, c, ["source", ("id", "platform_id")]).drop("platform_id"), undated, ["source", ("id", "platform_id")])
    found = (r.unofficial >= limit.unofficial) | (r.versions >= limit.versions)
    unsure = ~found & ((r.unofficial + r.unsure >= limit.unofficial) | (r.versions + r.blank >= limit.versions))
    known = ~unsure & (r.status.notnull() | ~found)
    no_day = r.channels.isnull() & r._undated.fill_null(False)
    return answer(r, ibis.cases((known.fill_null(False), found)), (no_day, "undated"), (unsure.fill_null(False), "no_judgement"))
