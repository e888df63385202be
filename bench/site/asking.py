"""Every operation of the API's description asked over the network, within it and beside it: how many answers, of which kinds, which of them broke."""

from collections import Counter
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode


def ask_all(base: str, headers: dict[str, str], *, examples: int, number: int) -> dict[str, Any]:
    """`asked`, counts by status, and what answered with 500 or more, by operation."""
    api = schemathesis.openapi.from_url(f"{base}/api/v1/openapi.json")
    found: dict[str, Any] = {"operations": 0, "status": Counter(), "broke": []}
    for one in api.get_all_operations():
        found["operations"] += 1
        for mode in GenerationMode:
            _ask(one.ok(), mode, base, headers, found, examples, number)
    return {**found, "status": dict(found["status"])}


def _ask(operation: Any, mode: Any, base: str, headers: dict[str, str], found: dict[str, Any], examples: int, number: int) -> None:
    @seed(number)
    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=examples,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    def ask(case: Any) -> None:
        case.headers = {key: value for key, value in (case.headers or {}).items() if key.lower() not in ("authorization", "cookie")}
        case.cookies = {}
        answer = case.call(base_url=base, headers=headers)
        found["status"][answer.status_code] += 1
        if answer.status_code >= 500:
            found["broke"].append(f"{operation.method} {operation.path}: {answer.status_code} {case.path_parameters} {case.query}")

    ask()
