"""What a run found in the nation beside what was planted there: hits, misses and false alarms of every check that has a truth."""

from pathlib import Path

import duckdb

from zouxin.checks import all_checks

PLATFORMS = ("dormant", "unregistered", "special_campaign", "company_name", "unpublished_closure")
POSTS = ("tampered", "forged_date", "advert", "leaks_privacy")
PAIRS = ("echoed", "only_acknowledged", "handed_off", "pasted", "rude", "late")
#: a letter passed on to another office with not a word more: that it was only acknowledged says the same
ALSO = {"handed_off": ("only_acknowledged",)}
COUNTS = ("planted", "hits", "untold", "innocents", "false", "dark", "dark_accused", "unlisted", "unlisted_accused")


def compare(place: Path, run: Path, asked: dict[str, int]) -> dict[str, dict[str, int]]:
    """By trouble: `planted` rows, `hits`, `untold` (planted, and the check cannot tell); `innocents` beside them and `false` alarms; `dark` rows
    nobody can tell about and how many of them are accused; `unlisted` rows the truth does not name and how many of those
    are accused.

    `place`: the nation's folder; `run`: the folder of a run's answers; `asked`: subjects of each check, by code. Of letters the truth leaves
    some open where people may differ: they count nowhere. Of posts it names the planted ones only.
    """
    base = duckdb.connect()
    base.execute("SET memory_limit = '3GB'")
    codes = {check.trouble: check.code for check in all_checks().values()}
    found = {}
    for trouble in (*PLATFORMS, *POSTS, *PAIRS):
        answers = [path for one in (trouble, *ALSO.get(trouble, ())) if (path := run / f"{codes[one]}.parquet").exists()]
        if answers:
            found[trouble] = _one(base, _truth(place, trouble), answers, asked[codes[trouble]], named=trouble not in POSTS)
    return found


def _truth(place: Path, trouble: str) -> str:
    """SQL of source, id and what is expected: yes, no, cannot tell, or open."""
    file, key = next(
        (f, k)
        for f, k, some in (("platform", "platform_id", PLATFORMS), ("post", "post_id", POSTS), ("pair", "编号", PAIRS))
        if trouble in some
    )
    said = f"CASE story WHEN '{trouble}' THEN 'yes' ELSE 'open' END" if trouble in POSTS else trouble
    return f"SELECT 'nation-' || split_part(filename, '/', -2) AS source, {key} AS id, {said} AS said FROM read_parquet('{place}/*/{file}_truth.parquet', filename = true)"


def _one(base: duckdb.DuckDBPyConnection, truth: str, answers: list[Path], asked: int, *, named: bool) -> dict[str, int]:
    """Counts of one trouble; `answers`: files of its own check first, then of those that say the same of a planted row."""
    own, every = (f"SELECT source, subject_id AS id, verdict FROM read_parquet({list(map(str, some))})" for some in (answers[:1], answers))
    rows = base.execute(f"""
        WITH truth AS ({truth}), own AS ({own}), hit AS (SELECT DISTINCT source, id, 1 AS hit FROM ({every}) WHERE verdict = 'finding')
        SELECT count(*) FILTER (said = 'yes'), count(*) FILTER (said = 'yes' AND hit = 1),
               count(*) FILTER (said = 'yes' AND hit IS NULL AND verdict IN ('unobservable', 'not_judged')),
               count(*) FILTER (said = 'no'), count(*) FILTER (said = 'no' AND verdict = 'finding'),
               count(*) FILTER (said = 'cannot tell'), count(*) FILTER (said = 'cannot tell' AND verdict = 'finding'),
               {0 if named else f"{asked} - count(*)"},
               (SELECT count(*) FROM own ANTI JOIN truth USING (source, id) WHERE verdict = 'finding')
        FROM truth LEFT JOIN own USING (source, id) LEFT JOIN hit USING (source, id)""").fetchone()
    assert rows is not None
    return dict(zip(COUNTS, map(int, rows), strict=True))
