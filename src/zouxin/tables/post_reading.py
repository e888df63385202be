"""What one pass over a post found."""

from zouxin.model.table import Column, Table


def _count(name: str, doc: str, unit: str = "characters") -> Column:
    return Column(name=name, type="int64", unit=unit, doc=doc)


post_reading = Table(
    name="post_reading",
    doc="Counts and spans of one post, read once. Spans are characters of the raw text: the post's text, or the text of its markup as functions/pages reads it.",
    key=("post_id",),
    kind="derived",
    columns=(
        Column(name="post_id", type="id", blank=False, doc="Which post."),
        Column(name="key", type="int64", doc="Digest of the post's id and all that was read."),
        Column(name="platform_id", type="id", doc="Where it was published: as it landed, like the next four, so that nobody has to look them up for each post."),
        Column(name="posted_on", type="date", doc="Civil day it was published."),
        Column(name="issued_on", type="date", doc="Day the document in it bears."),
        Column(name="repost", type="bool", doc="Whether it only passes on what another published."),
        Column(name="origin", doc="Whom it credits as its source."),
        Column(name="digest", doc="sha256 of the folded text."),
        Column(name="unreadable", doc="Why the post cannot be judged; blank where it can.", allowed=("empty",)),
        _count("chars", "Length of the raw text."),
        _count("foreign_chars", "Characters somebody else slipped in."),
        Column(name="foreign", type="spans", doc="Start, end, start, end … of what was slipped in."),
        Column(name="foreign_kinds", doc="Of what kind the foreign words are, most telling first, separated by a space."),
        Column(name="clean_text", doc="The raw text less the foreign spans, exactly, where there are any: a string that is passed on and never judged."),
        _count("hidden", "Of the foreign characters, those no reader of the page sees."),
        Column(name="head_kinds", doc="Of what kind the foreign words in title and head are; blank where there are none."),
        _count("injected", "Frames of no size, redirections and packed scripts that lead away.", "elements"),
        _count("ids", "Identity numbers of people, their check digit right.", "numbers"),
        _count("mobiles", "Mobile numbers behind a private person.", "numbers"),
        _count("cards", "Numbers of private bank cards.", "numbers"),
        Column(name="private", type="spans", doc="Start, end … of these numbers."),
        Column(name="private_shown", doc="The same numbers with their middle struck out, separated by a space."),
        _count("advert", "Points of words that sell something.", "points"),
        Column(name="adverts", type="spans", doc="Start, end … of the words that sell."),
        _count("public", "Points of words that speak for the public: notices, tenders, warnings, aid.", "points"),
        _count("filler", "Points of greetings and comfort.", "points"),
        _count("leisure", "Points of shows, stars, games and other pastimes.", "points"),
        _count("duty", "Points of what an office is there for.", "points"),
        _count("facts", "Points of facts: days, numbers, places, news.", "points"),
        _count("topics", "Topics (#…#) it names.", "topics"),
    ),
)  # fmt: skip
