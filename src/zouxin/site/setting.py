"""Where things are: each setting is one line, read from the environment once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from zouxin.model.errors import UsageError

YES, NO = ("yes", "true", "on", "1"), ("no", "false", "off", "0", "")


@dataclass(frozen=True)
class Setting:
    """One environment variable: its name, what stands when nobody sets it, and what it is for."""

    name: str
    default: str
    help: str


SETTINGS = (
    Setting("ZOUXIN_DATA", "data", "Folder of the deployment: database, lake, uploads, local packs, secret."),
    Setting("ZOUXIN_DATABASE", "", "URL of the database, as postgres://user@host/name; empty = SQLite in the data folder."),
    Setting(
        "ZOUXIN_SECRET", "", "Key that signs sessions and links, 50 characters or more; empty = made once and kept in the data folder."
    ),
    Setting("ZOUXIN_HOSTS", "localhost,127.0.0.1,[::1]", "Names the site answers to, separated by commas."),
    Setting("ZOUXIN_HTTPS", "off", "on = behind HTTPS: secure cookies, HSTS, redirects."),
    Setting("ZOUXIN_PROXY", "off", "on = a reverse proxy sets X-Forwarded-Proto and X-Forwarded-For, and nobody else can reach the port."),
    Setting("ZOUXIN_OFFICE", "走心", "Name of the office, shown in the head of every page."),
    Setting(
        "ZOUXIN_CONTACT",
        "",
        "Where flaws of the site's security are told, as mailto: or https: address, shown in security.txt; empty = the site's own first page.",
    ),
    Setting("ZOUXIN_PACKS", "national", "Rule packs an inspection asks by default, lowest layer last, separated by commas."),
    Setting("ZOUXIN_SECOND_FACTOR", "offered", "offered = who sets one up is asked for it; required = nobody works without it."),
    Setting("ZOUXIN_OUTBOUND", "off", "on = notices and letters passed on really go out; off = they can only be looked at."),
    Setting(
        "ZOUXIN_OPEN311_KEYS",
        "",
        "Folder with the api_key of each system letters are passed on to, one file each; empty = open311 in the data folder.",
    ),
    Setting("ZOUXIN_MAIL", "", "Mail server for notices, as smtp://user@host:587 (smtps:// for TLS from the start)."),
    Setting("ZOUXIN_MAIL_FROM", "", "Sender of notices."),
    Setting(
        "ZOUXIN_MAIL_REPLIES", "off", "on = who asked for it is told by mail that their letter was answered; needs ZOUXIN_OUTBOUND too."
    ),
    Setting("ZOUXIN_MAIL_REPLY_TEXT", "off", "on = such a mail holds the answer itself; off = it holds the secret link only."),
    Setting("ZOUXIN_ADDRESS", "", "Address of the site as citizens reach it, as https://letters.example.gov.cn; stands in mails."),
    Setting(
        "ZOUXIN_MAIL_IN",
        "",
        "Mailbox whose mail is read, as imaps://user@host:993/INBOX or maildir:///path; empty = none. Nothing in it is changed.",
    ),
    Setting("ZOUXIN_MAIL_IN_PASSWORD_FILE", "", "File that holds the password of that mailbox, and nothing else."),
    Setting("ZOUXIN_MAIL_IN_PASSWORD", "", "The password itself, where there is no file."),
    Setting("ZOUXIN_MAIL_IN_UNIT", "", "Key of the unit whose mailbox it is; empty = the whole office's."),
    Setting("ZOUXIN_REJECTED_DAYS", "30", "Days after which the words of incoming mail and rows that were not taken are erased."),
    Setting("ZOUXIN_OIDC", "", "Address of an OpenID Connect provider for single sign-on; empty = none."),
    Setting("ZOUXIN_OIDC_CLIENT", "", "The site's client id at that provider."),
    Setting("ZOUXIN_OIDC_SECRET", "", "The site's client secret at that provider."),
    Setting(
        "ZOUXIN_MAP_TILES",
        "",
        "Pictures of the map on forms and letters, as https://host/{z}/{x}/{y}.png or /tiles/{z}/{x}/{y}.png; empty = none are asked for.",
    ),
    Setting("ZOUXIN_MAP_DATUM", "WGS-84", "Datum of those pictures and of map.geojson: WGS-84 or GCJ-02."),
    Setting("ZOUXIN_MAP_CREDIT", "", "Whose map it is and its approval number, shown in its corner."),
    Setting(
        "ZOUXIN_MAP_VIEW", "", "What the map shows first, as latitude,longitude,zoom; empty = all of map.geojson, or the whole country."
    ),
    Setting(
        "ZOUXIN_MAP_BASE",
        "",
        "GeoJSON of boundaries or roads drawn below the point; empty = map.geojson in the data folder, where there is one.",
    ),
    Setting("ZOUXIN_UPLOAD_MIB", "64", "Largest file that may be uploaded, in MiB."),
    Setting("ZOUXIN_MEMORY", "2.0", "Memory an inspection's engine may use, in GiB."),
    Setting("ZOUXIN_DEBUG", "off", "on = error pages tell everything; never on a server others can reach."),
)


def read(environment: Mapping[str, str]) -> dict[str, str]:
    """Every setting's value, blanks as their default."""
    return {one.name: environment.get(one.name, "").strip() or one.default for one in SETTINGS}


def on(name: str, value: str) -> bool:
    """A switch's value. Raises UsageError for anything but on or off."""
    if value.lower() in YES:
        return True
    if value.lower() in NO:
        return False
    raise UsageError(f"设置 {name} 的值是“{value}”，应当是 on 或 off")


def number(name: str, value: str) -> float:
    """A positive number's value. Raises UsageError for anything else."""
    try:
        found = float(value)
    except ValueError:
        found = 0.0
    if found <= 0:
        raise UsageError(f"设置 {name} 的值是“{value}”，应当是大于 0 的数")
    return found


def choice(name: str, value: str, allowed: tuple[str, ...]) -> str:
    """One of some words. Raises UsageError for any other."""
    if value not in allowed:
        raise UsageError(f"设置 {name} 的值是“{value}”，可以是 {'、'.join(allowed)}")
    return value


def address(name: str, value: str) -> str:
    """A web address without a slash at its end, or nothing. Raises UsageError for anything else."""
    if value and not re.fullmatch(r"https?://[^\s/?#@]+(?:/[^\s?#]*)?", value):
        raise UsageError(f"设置 {name} 的值是“{value}”，应当是 https:// 开头的网址")
    return value.rstrip("/")


def tiles(name: str, value: str) -> str:
    """A pattern of addresses of map pictures, blank for none. Raises UsageError for one that cannot be asked."""
    if not value:
        return ""
    if not (value.startswith("https://") or (value.startswith("/") and not value.startswith("//"))) or not all(
        part in value for part in ("{z}", "{x}", "{y}")
    ):
        raise UsageError(f"设置 {name} 的值是“{value}”，应当是 https://主机/{{z}}/{{x}}/{{y}}.png 或本站的 /路径/{{z}}/{{x}}/{{y}}.png")
    return value


def view(name: str, value: str) -> tuple[float, float, float] | None:
    """Latitude, longitude and zoom of a map; None where nothing is said. Raises UsageError for anything else."""
    if not value:
        return None
    try:
        north, east, zoom = (float(part) for part in value.split(","))
    except ValueError:
        north = east = zoom = float("nan")
    if not (abs(north) <= 90 and abs(east) <= 180 and 1 <= zoom <= 20):
        raise UsageError(f"设置 {name} 的值是“{value}”，应当是 纬度,经度,级别，例如 33.5,109.2,11")
    return north, east, zoom
