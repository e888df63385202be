"""Whether the site works, for whoever watches it."""

from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse
from filelock import FileLock, Timeout

from zouxin import __version__
from zouxin.site.components.screens import Screen


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return "" if cursor.fetchone() == (1,) else "no answer"


def _cache() -> str:
    cache.set("health", "1", 30)
    return "" if cache.get("health") == "1" else "what is written is not read back"


def _folder() -> str:
    settings.DATA.mkdir(parents=True, exist_ok=True)
    probe = settings.DATA / ".health"
    probe.write_text("1", "ascii")
    probe.unlink(missing_ok=True)
    return ""


def _worker() -> str:
    """A worker is alive when somebody holds one of the workers' locks."""
    for path in (settings.DATA / "workers").glob("*.lock"):
        try:
            with FileLock(path, timeout=0):
                continue
        except Timeout:
            return ""
    return "no worker runs"


#: what is looked at; a site without a worker still serves its pages, so that alone is no failure
LOOKS: dict[str, Callable[[], str]] = {"database": _database, "cache": _cache, "folder": _folder, "worker": _worker}
NEEDED = ("database", "cache", "folder")


class HealthView(Screen):
    """200 when what is needed works, else 503; each look with what is wrong, in a word and without a secret."""

    public = True

    def get(self, request: HttpRequest) -> JsonResponse:
        said = {name: _looked(look) for name, look in LOOKS.items()}
        well = not any(said[name] for name in NEEDED)
        return JsonResponse(
            {"well": well, "version": __version__, "looks": {k: v or "well" for k, v in said.items()}}, status=200 if well else 503
        )


def _looked(look: Callable[[], str]) -> str:
    try:
        return look()
    except Exception as error:
        return type(error).__name__
