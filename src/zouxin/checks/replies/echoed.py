"""A reply that is a copy of the letter.

Finds
    A reply whose text comes from the letter itself, with nothing new once greeting,
    signature and the unit's usual phrases are taken away, and that states neither an act
    nor a finding.

Matters because
    The citizen gets back what the citizen wrote. In the books the letter counts as
    answered.

Put right by
    Answering: what was found, what was done or decided, by what rule, until when.

Cannot tell
    When the reply or the letter is missing, a picture, or not in Chinese characters. Thanks
    for a letter is no copy; an official who restates the letter and adds what was done did
    answer.
"""

import ibis

from zouxin.checks import Limit, check
from zouxin.checks.replies._common import NATIONAL, answer, copies, read
from zouxin.tables import reply, reply_reading


@check(
    code="RPL001",
    subject=reply,
    reads=[reply, reply_reading],
    scope="subject",
    gate="draft",
    limits={
        "share": Limit(
            default=80,
            unit="percent of the reply",
            stricter="lower",
            doc="Least share of the reply, its formal parts not counted, that comes from the letter.",
        ),
        "letter_share": Limit(
            default=50, unit="percent of the letter", stricter="lower", doc="Least share of the letter that stands in the reply."
        ),
        "novel": Limit(default=6, unit="characters", stricter="higher", doc="Most characters of its own a copy may hold."),
        "noise": Limit(
            default=10,
            unit="characters for a hundred copied",
            stricter="higher",
            doc="The same for long copies: characters dropped or changed.",
        ),
    },
    cites=NATIONAL,
    evidence={
        "chars": "int64",
        "copied": "int64",
        "letter_chars": "int64",
        "letter_copied": "int64",
        "novel": "int64",
        "phrase": "int64",
        "phrase_scope": "string",
    },
    says="{copied} of {chars} characters are copied from the letter; {novel} are new.",
)
def echoed(t, limit, moment):
    r = read(t)
    silent = (r.forwards == 0) & (r.offline == 0)
    said = answer(r, copies(r, limit.share, limit.letter_share, limit.novel, limit.noise) & silent)
    # that one text is the other can be seen in any script, and where a letter only points to a picture
    plain = ((r.chars > 0) & (r.ordered >= r.chars) & (r.ordered * 100 >= r.letter_chars * limit.letter_share)).fill_null(False)
    return said.mutate(
        found=ibis.cases((plain, True), else_=said.found), because=ibis.cases((plain, ibis.null("string")), else_=said.because)
    )
