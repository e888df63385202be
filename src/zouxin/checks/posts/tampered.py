"""A post into which somebody else's text was slipped.

Finds
    Paragraphs that are not the publisher's: gambling, sex, forged papers, loans, lists of
    search words, spam in another language; hidden blocks of a page; links and frames that
    lead away; what is shown to search engines only.

Matters because
    Citizens trust the address they see. A page that was broken into also shows that nobody
    looks after it.

Put right by
    Taking the page down, closing the hole through which it came, restoring the text (the
    evidence holds it) and looking for further pages.

Cannot tell
    When the post is empty or could not be read. A few foreign words alone are no finding,
    nor is a notice that warns of the trade.
"""

import ibis

from zouxin.checks import Limit, check
from zouxin.checks.posts._common import INDICATORS, blind, read
from zouxin.tables import post, post_change, post_reading


@check(
    code="PST001",
    subject=post,
    reads=[post, post_reading, post_change],
    scope="subject",
    gate="draft",
    limits={
        "foreign": Limit(default=6, unit="characters", stricter="lower", doc="Fewest characters slipped in."),
        "cloaked": Limit(default=12, unit="characters", stricter="lower", doc="Fewest characters only search engines are shown."),
    },
    cites=INDICATORS,
    evidence={"foreign_chars": "int64", "foreign_kinds": "string", "hidden": "int64", "injected": "int64", "head_kinds": "string", "cloaked_chars": "int64",
              "cloaked_on": "date", "foreign": "list<int32>", "clean_text": "string"},
    says="{foreign_chars} characters were slipped in ({hidden} of them hidden); {injected} elements lead away; search engines alone see {cloaked_chars}.",
)  # fmt: skip
def tampered(t, limit, moment):
    r = read(t)
    r = r.left_join(t.post_change.select("source", "post_id", "cloaked_on", cloaked="cloaked_chars"), ["source", ("id", "post_id")])
    r = r.drop("source_right", "post_id").mutate(cloaked_chars=ibis._.cloaked.fill_null(0))
    slipped = (r.foreign_chars >= limit.foreign) | r.head_kinds.notnull() | (r.injected > 0)
    shown = r.cloaked_chars >= limit.cloaked
    dark = blind(r) & ~shown & r.head_kinds.isnull() & ~(r.injected > 0).fill_null(False)
    return r.mutate(
        found=ibis.cases((dark, ibis.null("boolean")), else_=(slipped | shown).fill_null(False)),
        because=ibis.cases((dark, "unreadable")),
    )
