"""What people answered, for the lake."""

from collections.abc import Iterator

import pyarrow as pa

from zouxin.site.audit.models import Judgement
from zouxin.tables import arrow_schema, judgement


def judgements() -> Iterator[pa.RecordBatch]:
    """Rows of `judgement`: every answer that was not withdrawn, by the role of who gave it."""
    rows = [
        {
            "subject_table": one.subject, "subject_source": one.source, "subject_id": one.subject_id, "question": one.question, "verdict": one.verdict,
            "basis": one.basis, "by_role": one.role, "on": one.on, "until": one.until, "source": "site",
        }
        for one in Judgement.objects.filter(withdrawn_at__isnull=True).order_by("id")
    ]  # fmt: skip
    if rows:
        yield pa.RecordBatch.from_pylist(rows, schema=arrow_schema(judgement))
