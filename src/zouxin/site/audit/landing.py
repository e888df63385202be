"""What people answered, for the lake."""

from collections.abc import Iterator
from datetime import timedelta

import pyarrow as pa

from zouxin.site.audit.models import Judgement
from zouxin.tables import arrow_schema, judgement


def judgements() -> Iterator[pa.RecordBatch]:
    """Rows of `judgement`: the last answer to each question of each subject, by the role of who gave it.

    The lake forgets nothing: one that was withdrawn lands as one that ended before it began, so that it holds on no day.
    """
    last = {(one.subject, one.source, one.subject_id, one.question): one for one in Judgement.objects.order_by("id")}
    rows = [
        {
            "subject_table": one.subject, "subject_source": one.source, "subject_id": one.subject_id, "question": one.question, "verdict": one.verdict,
            "basis": one.basis, "by_role": one.role, "on": one.on, "until": one.on - timedelta(days=1) if one.withdrawn_at else one.until, "source": "site",
        }
        for one in last.values()
    ]  # fmt: skip
    if rows:
        yield pa.RecordBatch.from_pylist(rows, schema=arrow_schema(judgement))
