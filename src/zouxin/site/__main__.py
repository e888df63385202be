"""`python -m zouxin.site VERB`: what the command line's verbs of the site call; any other word is Django's own command."""

import os
import secrets
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zouxin.site.settings")


def keep_secret() -> None:
    """Make the deployment's key once, readable by its owner alone."""
    data = Path(os.environ.get("ZOUXIN_DATA", "data")).absolute()
    data.mkdir(parents=True, exist_ok=True)
    path = data / "secret"
    if os.environ.get("ZOUXIN_SECRET") or path.exists():
        return
    place = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(place, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))


def main(arguments: list[str]) -> None:
    """Run one command."""
    keep_secret()
    # only now: the settings read the key that was just made
    from django.core.management import execute_from_command_line

    from zouxin.model.errors import ZouxinError

    try:
        execute_from_command_line(["zouxin manage", *arguments])
    except ZouxinError as error:
        print(f"走心：{error.sentence}", file=sys.stderr)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main(sys.argv[1:])
