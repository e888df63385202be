"""Django's settings, worked out from the environment; nothing else of the site reads it."""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.utils.translation import gettext_lazy as _

from zouxin.model.datum import DATUMS
from zouxin.site.setting import address, choice, number, on, read, tiles, view

_said = read(os.environ)


def _on(name: str) -> bool:
    return on(name, _said[name])


BASE = Path(__file__).parent
DATA = Path(_said["ZOUXIN_DATA"]).absolute()
OFFICE = _said["ZOUXIN_OFFICE"]
PACKS = tuple(filter(None, (name.strip() for name in _said["ZOUXIN_PACKS"].split(","))))
CONTACT = _said["ZOUXIN_CONTACT"]
OUTBOUND = _on("ZOUXIN_OUTBOUND")
OPEN311_KEYS = _said["ZOUXIN_OPEN311_KEYS"]
SECOND_FACTOR = choice("ZOUXIN_SECOND_FACTOR", _said["ZOUXIN_SECOND_FACTOR"], ("offered", "required"))
ENGINE_MEMORY = number("ZOUXIN_MEMORY", _said["ZOUXIN_MEMORY"])
MAP_TILES = tiles("ZOUXIN_MAP_TILES", _said["ZOUXIN_MAP_TILES"])
MAP_DATUM = choice("ZOUXIN_MAP_DATUM", _said["ZOUXIN_MAP_DATUM"], DATUMS)
MAP_CREDIT = _said["ZOUXIN_MAP_CREDIT"]
MAP_VIEW = view("ZOUXIN_MAP_VIEW", _said["ZOUXIN_MAP_VIEW"])
MAP_BASE = _said["ZOUXIN_MAP_BASE"]
UPLOAD_BYTES = int(number("ZOUXIN_UPLOAD_MIB", _said["ZOUXIN_UPLOAD_MIB"]) * 2**20)


def _secret() -> str:
    """The key given, else the one kept in the data folder; before that is made (`python -m zouxin.site` makes it) one for this process alone."""
    kept = DATA / "secret"
    return _said["ZOUXIN_SECRET"] or (kept.read_text("ascii").strip() if kept.is_file() else secrets.token_urlsafe(64))


DEBUG = _on("ZOUXIN_DEBUG")
SECRET_KEY = _secret()
ALLOWED_HOSTS = [name.strip() for name in _said["ZOUXIN_HOSTS"].split(",") if name.strip()]
ROOT_URLCONF = "zouxin.site.urls"
WSGI_APPLICATION = "zouxin.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_ID = None

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "django_tasks",
    "django_tasks_db",
    "treebeard",
    "zouxin.site.components",
    "zouxin.site.people",
    "zouxin.site.registry",
    "zouxin.site.audit",
    "zouxin.site.rectification",
    "zouxin.site.mailbox",
    "zouxin.site.publishing",
    "zouxin.site.portal",
    "zouxin.site.desk",
    "zouxin.site.api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zouxin.site.components.middleware.Policy",
    "zouxin.site.components.middleware.RequestId",
    "zouxin.site.components.kept_pages.KeptPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "zouxin.site.components.middleware.Capped",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zouxin.site.components.middleware.Sentences",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "zouxin.site.components.context.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.contrib.humanize.templatetags.humanize",
                "django.templatetags.static",
                "zouxin.site.components.templatetags.zouxin",
            ],
        },
    }
]

# ---- the database: SQLite with a write-ahead log, one writer at a time, or PostgreSQL by its URL ----

DATABASES = {"default": dj_database_url.parse(_said["ZOUXIN_DATABASE"] or f"sqlite:///{DATA / 'zouxin.sqlite3'}")}
POSTGRESQL = "postgresql" in str(DATABASES["default"]["ENGINE"])
if POSTGRESQL:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
else:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728; PRAGMA cache_size=-65536;",
    }
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "zouxin_cache"},
    # public pages as they were rendered, in each process; their keys name the state of the database, so that none outlives a write
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 600,
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# ---- who comes in ----

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "people:session_open"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
OTP_TOTP_ISSUER = OFFICE
# five wrong passwords of one name from one address, or twenty from one address, rest for a quarter of an hour
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "zouxin.site.people.views.session.locked_out"
AXES_ENABLE_ADMIN = False
AXES_IPWARE_PROXY_COUNT = 1 if _on("ZOUXIN_PROXY") else None

OIDC_ISSUER = _said["ZOUXIN_OIDC"].rstrip("/")
if OIDC_ISSUER:
    INSTALLED_APPS += ["mozilla_django_oidc"]
    AUTHENTICATION_BACKENDS += ["zouxin.site.people.single_sign_on.SingleSignOn"]
    OIDC_RP_CLIENT_ID = _said["ZOUXIN_OIDC_CLIENT"]
    OIDC_RP_CLIENT_SECRET = _said["ZOUXIN_OIDC_SECRET"]
    OIDC_RP_SIGN_ALGO = "RS256"
    OIDC_OP_AUTHORIZATION_ENDPOINT = f"{OIDC_ISSUER}/authorize"
    OIDC_OP_TOKEN_ENDPOINT = f"{OIDC_ISSUER}/token"
    OIDC_OP_USER_ENDPOINT = f"{OIDC_ISSUER}/userinfo"
    OIDC_OP_JWKS_ENDPOINT = f"{OIDC_ISSUER}/jwks"
    OIDC_CREATE_USER = False

# ---- language, time ----

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体"), ("zh-hant", "繁體"), ("en", "English")]
LOCALE_PATHS = [BASE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
FORMAT_MODULE_PATH = ["zouxin.site.formats"]

# ---- files ----

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [("components", BASE.parent / "bulletins" / "assets")]  # ECharts lies there once, for reports and pages
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA / "uploads"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MANIFEST_STRICT = False
FILE_UPLOAD_MAX_MEMORY_SIZE = 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# ---- what a browser may do with our pages ----

_https = _on("ZOUXIN_HTTPS")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"], "script-src": ["'self'"], "style-src": ["'self'"], "img-src": ["'self'", "data:"], "font-src": ["'self'"],
        "connect-src": ["'self'"], "form-action": ["'self'"], "frame-ancestors": ["'none'"], "base-uri": ["'none'"], "manifest-src": ["'self'"],
    }
}  # fmt: skip
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = _https
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _on("ZOUXIN_PROXY") else None
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in ALLOWED_HOSTS if name != "*"] if _https else []

# ---- mail ----

_mail = urlsplit(_said["ZOUXIN_MAIL"])
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if _mail.hostname else "django.core.mail.backends.dummy.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _mail.hostname or "", _mail.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
EMAIL_USE_SSL = _mail.scheme == "smtps"
EMAIL_USE_TLS = _mail.scheme == "smtp" and EMAIL_PORT == 587
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = _said["ZOUXIN_MAIL_FROM"]
MAIL_REPLIES, MAIL_REPLY_TEXT = _on("ZOUXIN_MAIL_REPLIES"), _on("ZOUXIN_MAIL_REPLY_TEXT")
ADDRESS = address("ZOUXIN_ADDRESS", _said["ZOUXIN_ADDRESS"])
MAIL_IN, MAIL_IN_PASSWORD = _said["ZOUXIN_MAIL_IN"], _said["ZOUXIN_MAIL_IN_PASSWORD"]
MAIL_IN_PASSWORD_FILE, MAIL_IN_UNIT = _said["ZOUXIN_MAIL_IN_PASSWORD_FILE"], _said["ZOUXIN_MAIL_IN_UNIT"]
REJECTED_DAYS = int(number("ZOUXIN_REJECTED_DAYS", _said["ZOUXIN_REJECTED_DAYS"]))

# ---- logs: one JSON object a line; neither addresses, names nor what was typed ----

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "zouxin.site.components.logs.Lines"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["out"], "level": "WARNING"},
    "loggers": {"zouxin": {"level": "INFO"}, "django.security": {"level": "ERROR"}, "axes": {"level": "ERROR"}},
}

TITLE = _("走心")
