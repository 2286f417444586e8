"""Every setting of Parvis, driven by the environment. Reference: docs/reference/settings.md."""

from datetime import timedelta
from pathlib import Path

import dj_database_url
import platformdirs
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from parvis.config import env

PACKAGE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("PARVIS_DATA_DIR") or platformdirs.user_data_dir("parvis", appauthor=False)).expanduser()

# ── Who we are ──────────────────────────────────────────────────────────────
DEMO = env.flag("PARVIS_DEMO")
DEBUG = env.flag("PARVIS_DEBUG")
BASE_URL = env.text("PARVIS_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.items("PARVIS_ALLOWED_HOSTS", ("127.0.0.1", "localhost", "[::1]"))
CSRF_TRUSTED_ORIGINS = env.items("PARVIS_TRUSTED_ORIGINS", (BASE_URL,) if BASE_URL.startswith("https") else ())
# Where the running code can be had: the AGPL asks that every page says it.
SOURCE_URL = env.text("PARVIS_SOURCE_URL", "/source/")
HTTPS = BASE_URL.startswith("https://")


def _secret_key() -> str:
    if key := env.text("PARVIS_SECRET_KEY"):
        return key
    stored = DATA_DIR / "secret_key"
    if stored.is_file():
        return stored.read_text(encoding="utf-8").strip()
    raise ImproperlyConfigured(
        f"No secret key in {stored}. Run “parvis init” (or “parvis demo” to try), or set PARVIS_SECRET_KEY."
    )


SECRET_KEY = _secret_key()

# ── The rooms, from the ground up ───────────────────────────────────────────
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "template_partials",
    "django_tasks",
    "django_tasks_db",
    "django_prose_editor",
    "parvis.core",
    "django.forms",
    "parvis.core.jobs",
    "parvis.audit",
    "parvis.files",
    "parvis.accounts",
    "allauth",  # after ours: its pages wear our templates
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "parvis.territories",
    "parvis.organisations",
    "parvis.processes",
    "parvis.contributions",
    "parvis.comments",
    "parvis.supports",
    "parvis.moderation",
    "parvis.replies",
    "parvis.follows",
    "parvis.notifications",
    "parvis.search",
    "parvis.papers",
    "parvis.methods.proposals",
    "parvis.editorial",
    "parvis.incoming",
    "parvis.legal",
    "parvis.subjects",
    "parvis.imports",
    "parvis.site",
    "parvis.desk",
    "parvis.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "parvis.core.middleware.NulRefused",
    "parvis.core.microcache.Microcache",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "parvis.accounts.middleware.ActorMiddleware",
    "parvis.territories.middleware.SpaceMiddleware",
    "parvis.site.middleware.OnlySent",
]

ROOT_URLCONF = "parvis.config.urls"
WSGI_APPLICATION = "parvis.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "parvis.site.context.shell",
                "parvis.desk.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "parvis.core.templatetags.parvis",
                "parvis.core.templatetags.blocks",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# ── Data ────────────────────────────────────────────────────────────────────
_database_url = env.text("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'parvis.sqlite3'}"
DATABASES = {"default": dj_database_url.parse(_database_url, conn_max_age=600, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: writers queue instead of failing with “database is locked”; NORMAL is safe against kill -9 in WAL.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; "
            f"PRAGMA synchronous={env.text('PARVIS_SQLITE_SYNCHRONOUS', 'NORMAL')}; "
            "PRAGMA cache_size=-20000; PRAGMA mmap_size=134217728;"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_redis_url = env.text("REDIS_URL")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": _redis_url}
    if _redis_url
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
    # core/microcache.py: pages for people without a cookie, ten seconds, in each process’s memory.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 10,
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/medias/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# ── Language and time ───────────────────────────────────────────────────────
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English"), ("ar", "العربية")]
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
FORMAT_MODULE_PATH = "parvis.config.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text("PARVIS_TIME_ZONE", "Europe/Paris")

# ── Accounts: a code by e-mail opens the door; passwords are optional ───────
AUTH_USER_MODEL = "accounts.User"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # unique, whatever the case: a functional constraint says so
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "accounts:identify"
LOGIN_REDIRECT_URL = "accounts:mine"
LOGOUT_REDIRECT_URL = "site:home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # our own door (accounts/views/identify.py) proves each address by a code
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_ADAPTER = "parvis.accounts.adapter.AccountAdapter"
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "parvis.accounts.passkey_form.PasskeyForm"}
MFA_TOTP_ISSUER = "Parvis"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers themselves allow it on localhost only
USERSESSIONS_TRACK_ACTIVITY = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = int(timedelta(days=30).total_seconds())
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "parvis_session", "parvis_csrf"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# ── Mail ────────────────────────────────────────────────────────────────────
EMAIL_BACKEND = env.text("PARVIS_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = env.text("PARVIS_SMTP_HOST", "localhost")
EMAIL_PORT = env.integer("PARVIS_SMTP_PORT", 25)
EMAIL_HOST_USER = env.text("PARVIS_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("PARVIS_SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("PARVIS_SMTP_TLS")
EMAIL_USE_SSL = env.flag("PARVIS_SMTP_SSL")
EMAIL_FILE_PATH = DATA_DIR / "mailbox"  # where the demonstration’s mails go
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("PARVIS_FROM_EMAIL", "parvis@localhost")
# Answers that come back by mail (docs/how-to/mail.md): where to, and how we read them.
INCOMING_ADDRESS = env.text("PARVIS_INCOMING_ADDRESS")
INCOMING_SECRET = env.text("PARVIS_INCOMING_SECRET")
IMAP_HOST = env.text("PARVIS_IMAP_HOST")
IMAP_PORT = env.integer("PARVIS_IMAP_PORT", 993)
IMAP_USER = env.text("PARVIS_IMAP_USER")
IMAP_PASSWORD = env.text("PARVIS_IMAP_PASSWORD")
IMAP_FOLDER = env.text("PARVIS_IMAP_FOLDER", "INBOX")
IMAP_SECURITY = env.text("PARVIS_IMAP_SECURITY", "tls")

# ── Safety ──────────────────────────────────────────────────────────────────
SECURE_SSL_REDIRECT = False  # the reverse proxy redirects; see docs/how-to/https.md
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("PARVIS_BEHIND_PROXY") else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # Video players, once the reader asked for them (core/blocks/video.py).
        "frame-src": [
            SELF,
            "https://www.youtube-nocookie.com",
            "https://player.vimeo.com",
            "https://geo.dailymotion.com",
        ],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"one_line": {"()": "parvis.core.away.OneLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["one_line"]}},
    "root": {"handlers": ["console"], "level": env.text("PARVIS_LOG_LEVEL", "INFO")},
    "loggers": {"django.request": {"level": "ERROR"}},
}
