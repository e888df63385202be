"""What people decided, for the lake: an upheld dispute is a judgement that overrules the finding."""

from collections.abc import Iterator

import pyarrow as pa

from zouxin.site.audit.models import Finding
from zouxin.site.rectification.models import Case
from zouxin.tables import arrow_schema, judgement


def judgements() -> Iterator[pa.RecordBatch]:
    """Rows of `judgement`: one for each case that was found to be unfounded, by the role of who decided."""
    found = {one.mark: one for one in Finding.objects.filter(mark__in=Case.objects.filter(state="unfounded").values("mark"))}
    rows = []
    for case in Case.objects.filter(mark__in=found).prefetch_related("moves"):
        last = [move for move in case.moves.all() if move.verb in ("uphold", "discard")][-1]
        one = found[case.mark]
        rows.append({"subject_table": one.subject, "subject_source": one.source, "subject_id": one.subject_id, "question": one.check_code, "verdict": "overruled",
                     "basis": last.reason, "by_role": "supervisor", "on": last.at.date(), "until": None, "source": "site"})  # fmt: skip
    if rows:
        yield pa.RecordBatch.from_pylist(rows, schema=arrow_schema(judgement))
