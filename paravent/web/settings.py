"""Django's settings. Closed by default; what may differ between installations comes from web.configuration."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from paravent.kernel import keyfile, retention
from paravent.kernel.sealing import derived_key
from paravent.people.terms import SHORTEST_PASSWORD
from paravent.research.terms import FEWEST_ALIKE
from paravent.web.configuration import database, flag, home, number, words, zone

PARAVENT_HOME = home()
PARAVENT_DEMO = flag("PARAVENT_DEMO")
PRACTICE_NAME = os.environ.get("PARAVENT_PRACTICE_NAME", "Sample practice")
PRACTICE_PHONE = os.environ.get("PARAVENT_PRACTICE_PHONE", "")
BASE_URL = os.environ.get("PARAVENT_BASE_URL", "http://localhost:8000").rstrip("/")
SERVED_SECURELY = BASE_URL.startswith("https://")
# Who watches the log: public keys of witnesses (name+id+key), whose cosignatures are taken and shown.
LEDGER_WITNESSES = words("PARAVENT_LEDGER_WITNESSES")
LEDGER_ORIGIN = os.environ.get("PARAVENT_LEDGER_ORIGIN", "paravent.local/ledger")

WEB_KEY_FILE = PARAVENT_HOME / "keys" / "web.key"
# Without the key file (migrating, checking types) a throw-away key does: nothing signed with it is kept.
SECRET_KEY = (
    derived_key(keyfile.load(WEB_KEY_FILE).content, "django").hex() if WEB_KEY_FILE.exists() else secrets.token_hex()
)
DEBUG = False
ALLOWED_HOSTS = words("PARAVENT_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if SERVED_SECURELY else []

# The owner migrates, the app serves; see deploy/postgresql/roles.sql.
DATABASE_URL = os.environ.get("DATABASE_URL", "postgresql:///paravent?user=paravent_app")
PARAVENT_OWNER_DATABASE_URL = os.environ.get("PARAVENT_OWNER_DATABASE_URL", "")
DATABASES: dict[str, Any] = {"default": database(DATABASE_URL, pooled=True)}
if flag("PARAVENT_AS_OWNER"):
    DATABASES = {"default": database(PARAVENT_OWNER_DATABASE_URL, pooled=False)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "paravent.web.static_files.StaticFiles",
    "paravent.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django_htmx",
    "channels",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "paravent.access",
    "paravent.ledger",
    "paravent.keys",
    "paravent.people",
    "paravent.rosters",
    "paravent.ties",
    "paravent.programs",
    "paravent.emergency",
    "paravent.breaches",
    "paravent.consent",
    "paravent.records",
    "paravent.visits",
    "paravent.calls",
    "paravent.copies",
    "paravent.papers",
    "paravent.rights",
    "paravent.uses",
    "paravent.doubts",
    "paravent.research",
    "paravent.releases",
    "paravent.answers",
    "paravent.rounds",
    "paravent.vigilance",
    "paravent.reports",
    "paravent.drills",
    "paravent.study",
    "paravent.billing",
    "paravent.guidance",
    "paravent.detours",
    "paravent.interop",
    "paravent.conformity",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "paravent.web.middleware.strict_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "paravent.web.middleware.actors",
    "paravent.web.middleware.answers",
    "paravent.web.middleware.outcomes",
]

ROOT_URLCONF = "paravent.web.urls"
ASGI_APPLICATION = "paravent.web.asgi.application"
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
                "paravent.web.context.shell",
            ]
        },
    }
]

# One process keeps its channels in memory; several need a Valkey or Redis between them.
CHANNEL_URL = os.environ.get("PARAVENT_CHANNEL_URL", "")
CHANNEL_LAYERS = {
    "default": (
        {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [CHANNEL_URL]}}
        if CHANNEL_URL
        else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
    )
}
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CHANNEL_URL}
        if CHANNEL_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

# Sign-in: passkeys first; a password counts only together with a code. Accounts are made by the practice.
AUTH_USER_MODEL = "people.Staff"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/account/login/"
ACCOUNT_ADAPTER = "paravent.people.adapters.ClosedAccounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# Counted in the cache of one process. Several processes count apart, so each limit is multiplied by their number:
# a Valkey or Redis between them (PARAVENT_CHANNEL_URL) holds one count.
PROGRAMS_A_MINUTE = number("PARAVENT_PROGRAMS_A_MINUTE", 120)
ACCOUNT_RATE_LIMITS = {
    "invitation": "20/m/ip",
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reauthenticate": "10/m/user",
    "compare": "30/m/key",
    "enrol": "10/m/ip",
    "program": f"{PROGRAMS_A_MINUTE}/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if flag("PARAVENT_BEHIND_PROXY") else 0
MFA_ADAPTER = "paravent.people.adapters.SealedFactors"
MFA_FORMS = {
    "add_webauthn": "paravent.people.forms.AddPasskey",
    "authenticate": "paravent.people.forms.TryCode",
    "authenticate_webauthn": "paravent.people.forms.TryKey",
    "login_webauthn": "paravent.people.forms.TryPasskey",
    "reauthenticate": "paravent.people.forms.ShowCodeAgain",
    "reauthenticate_webauthn": "paravent.people.forms.ShowPasskeyAgain",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SERVED_SECURELY  # localhost alone is served plainly
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = PRACTICE_NAME
MFA_ALLOW_UNVERIFIED_EMAIL = True
# What was hashed by Django's own is hashed anew at its next use.
PASSWORD_HASHERS = ["paravent.people.passwords.WithSecretSalt", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": SHORTEST_PASSWORD},
    },
    {"NAME": "paravent.people.passwords.AtMost"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

# In the session: as a cookie of their own, messages would carry names.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_ENGINE = "paravent.people.sessions"
# By HTTPS browsers take a cookie of this name from this very host alone, never from a neighbour under the same domain (RFC 6265bis, 4.1.3.2).
HOST_ALONE = "__Host-" if SERVED_SECURELY else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{HOST_ALONE}paravent-session", f"{HOST_ALONE}csrftoken"
SESSION_COOKIE_AGE = int(retention.SESSION.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SERVED_SECURELY
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "paravent.web.pages.csrf_failed"
IDLE_MINUTES = number("PARAVENT_IDLE_MINUTES", 30)
LOG_YEARS = number("PARAVENT_LOG_YEARS", retention.LOG_YEARS)
if LOG_YEARS < retention.LOG_YEARS_LEAST:
    raise ImproperlyConfigured(
        "PARAVENT_LOG_YEARS is less than 3. Who looked into a file has to stay for three years (Regulation (EU) 2025/327, Art. 9)."
    )
RESEARCH_FEWEST = number("PARAVENT_RESEARCH_FEWEST", FEWEST_ALIKE)
if RESEARCH_FEWEST < FEWEST_ALIKE:
    raise ImproperlyConfigured(
        "PARAVENT_RESEARCH_FEWEST is less than 11. In a smaller group a guess about somebody is right too often."
    )

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not "no-referrer": browsers then send "Origin: null" with our own forms, and the CSRF check refuses them.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SERVED_SECURELY else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = flag("PARAVENT_HSTS_SUBDOMAINS", "on")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("PARAVENT_BEHIND_PROXY") else None

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
# What a start compiled lies in the data directory: the program's own folder need not be writable for the service.
LOCALE_PATHS = [path for path in (PARAVENT_HOME / "locale", Path(__file__).parent / "locale") if path.is_dir()]
USE_I18N = True
FORMAT_MODULE_PATH = "paravent.web.formats"
USE_TZ = True
COUNTRY = os.environ.get("PARAVENT_COUNTRY", "DE")
TIME_ZONE = zone("PARAVENT_TIME_ZONE", "Europe/Berlin")

STATIC_URL = "/static/"
STATIC_ROOT = PARAVENT_HOME / "static"
STORAGES = {
    "staticfiles": {"BACKEND": "paravent.web.static_files.HashedModules"},
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
}
# Uploads stay in memory: a temporary file would hold a patient's document in clear.
FILE_UPLOAD_HANDLERS = ["paravent.web.uploads.InMemory"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 26 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# Whether models are learned with other hospitals also where nothing but the masked sum protects a patient.
ROUNDS_WITHOUT_NOISE = flag("PARAVENT_ROUNDS_WITHOUT_NOISE")

# Whether everybody may read, without signing in, which studies run here.
STUDIES_PUBLIC = flag("PARAVENT_STUDIES_PUBLIC", "on")

# What may leave files, and how many documents may come into them, a person and a day; from how many characters on a copy by hand is told to be much.
EXPORTS_A_DAY = number("PARAVENT_EXPORTS_A_DAY", 5)
PRINTS_A_DAY = number("PARAVENT_PRINTS_A_DAY", 20)
COPIES_A_DAY = number("PARAVENT_COPIES_A_DAY", 30)
DOCUMENTS_A_DAY = number("PARAVENT_DOCUMENTS_A_DAY", 200)
MUCH_COPIED = number("PARAVENT_MUCH_COPIED", 1000)

# E-mail goes out only where a server is named; otherwise the page says that it does not.
EMAIL_HOST = os.environ.get("PARAVENT_EMAIL_HOST", "")
EMAIL_PORT = number("PARAVENT_EMAIL_PORT", 587)
EMAIL_HOST_USER = os.environ.get("PARAVENT_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("PARAVENT_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = EMAIL_PORT == 587  # noqa: PLR2004 (the submission port, RFC 6409)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("PARAVENT_EMAIL_FROM", "")

# Calls: a relay of our own, if there is one; its password lasts an hour.
TURN_URLS = words("PARAVENT_TURN_URLS")
TURN_SECRET = os.environ.get("PARAVENT_TURN_SECRET", "")
TURN_TTL_SECONDS = 3600
ICE_TRANSPORT_POLICY = os.environ.get("PARAVENT_ICE_TRANSPORT_POLICY", "all")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"no_content": {"()": "paravent.web.logging.TypesOnly"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["no_content"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "paravent": {"level": "INFO"},
        "authlib": {"level": "WARNING"},
        "django": {"handlers": [], "propagate": True},
    },
}
