"""A website that offers no usable service (veto W6).

Finds
    A website of a unit that must offer services, with none on it when its services were last
    looked at whole. Where a pack says so, also one with too many guides that lack most kinds
    of element.

Matters because
    People come to get something done and leave to ask elsewhere.

Put right by
    Linking each item to where it can be done; completing the guides.

Cannot tell
    Without a whole look at the services that is recent enough; when nobody decided whether
    the unit must offer any; when guides lack elements in numbers whose rule nobody has read
    in the original.
"""

import ibis
from ibis import _

from zouxin.checks import Limit, check
from zouxin.checks._shared import fresh, indicators, joined, judged, looked, of_known_state
from zouxin.checks.sites._common import SITES, columns, sites
from zouxin.tables import judgement, observation, platform, service


@check(
    code="SIT006",
    subject=platform,
    reads=[platform, observation, service, judgement],
    scope="subject",
    gate="never",
    asks=("must_offer_services",),
    kinds=SITES,
    limits={
        "stale_look": Limit(default=31, unit="days", doc="Most days since the last whole look."),
        "guides": Limit(default="not_judged", unit="", choices=("not_judged", "judged"), doc="Whether guides that lack elements decide."),
        "missing": Limit(
            default=4, unit="kinds of element", stricter="lower", doc="From how many missing kinds of eight on a guide is poor."
        ),
        "items": Limit(
            default=5, unit="items", stricter="lower", doc="From how many poor guides on; with fewer items in all, when every one is poor."
        ),
    },
    cites=indicators("websites, veto item: services not practical; no service offered, or guides that lack elements"),
    evidence={"services": "int64", "poor": "int64", "unknown": "int64", "duty": "bool", "seen_on": "date"},
    says="{services} services on {seen_on}, {poor} of them with poor guides.",
)
def useless_service(t, limit, moment):
    places = ibis.union(columns(t).select("source", "id", "site"), sites(t).select("source", "id", site="id"))
    s = places.inner_join(t.service.select("source", "platform_id", "missing"), ["source", ("id", "platform_id")])
    s = s.group_by(["source", "site"]).agg(
        services=_.count(), poor=_.count(where=_.missing >= limit.missing), unknown=_.count(where=_.missing.isnull())
    )
    r = judged(t, sites(t), moment, question="must_offer_services", name="duty")
    r = looked(t, r, moment, of="services").left_join(s, ["source", ("id", "site")]).drop("source_right", "site")
    lost = t.service.filter(_.platform_id.isnull()).group_by("source").agg(_lost=_.count())  # may be anybody's
    r = joined(r.mutate(**{name: r[name].fill_null(0) for name in ("services", "poor", "unknown")}), lost, ["source"])
    seen, none = fresh(r.seen_on, moment, limit.stale_look), r.services == 0
    exempt = ~r.duty.fill_null(True)
    enough = ibis.least(r.services, limit.items)
    poor, maybe = ~none & (r.poor >= enough), ~none & (r.poor + r.unknown >= enough)
    open_ = ibis.literal(limit.guides != "judged")
    bare = none & r._lost.isnull() & seen & r.duty.fill_null(False)
    yes = ~exempt & (bare | (poor & ~open_ & seen))
    return of_known_state(
        r.mutate(
            found=ibis.cases((exempt, False), (yes, True), (~seen | none | maybe, ibis.null("boolean")), else_=False),
            because=ibis.cases(
                (exempt | yes, ibis.null("string")), (~seen, "unobserved"), (none | (poor & open_), "no_judgement"), (maybe, "unreadable")
            ),
        )
    )
