"""Log lines: one JSON object each."""

import json
import logging
import re
from datetime import UTC, datetime

#: addresses that are keys: a citizen's link to their own letter
_SECRET = re.compile(r"(/mailbox/mine/)\S+")
_JSON = json.JSONEncoder(ensure_ascii=False, default=str)


class Lines(logging.Formatter):
    """A record as one line of JSON. An error tells its kind and where it arose, not the values it held: those may be personal."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
        }
        said |= getattr(record, "said", None) or {
            "message": _SECRET.sub(r"\1…", record.getMessage() if not record.exc_info else record.msg)
        }
        if record.exc_info and record.exc_info[0]:
            said |= {"error": record.exc_info[0].__name__, "where": _where(record)}
        return _JSON.encode(said)


def _where(record: logging.LogRecord) -> list[str]:
    trace, found = record.exc_info[2] if record.exc_info else None, []
    while trace is not None:
        found.append(f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}")
        trace = trace.tb_next
    return found[-8:]
