"""Django settings, all derived from the validated environment (config/environment.py)."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import django.conf.locale
import pghistory
import structlog

from vielklang.config.environment import load_environment
from vielklang.core.keys import read_keys
from vielklang.core.languages import GUIDE_LANGUAGES

PACKAGE = Path(__file__).resolve().parent.parent
ENVIRONMENT = load_environment()


def _database(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = query.pop("host", None) or parts.hostname or ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "vielklang",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": {**query, "pool": {"min_size": 1, "max_size": ENVIRONMENT.vielklang_threads + 2}},
        "CONN_HEALTH_CHECKS": True,  # a connection that died while it waited in the pool serves nobody
        "TEST": {"TEMPLATE": "template0"},
    }


_SOON_NOTICED = {"connect_timeout": "2", "tcp_user_timeout": "3000"}


def _replica(url: str) -> dict[str, Any]:
    """Connections that stay open with their threads; one that died is noticed soon, even behind a silent network."""
    database = _database(url)
    del database["OPTIONS"]["pool"]
    return database | {
        "OPTIONS": {**_SOON_NOTICED, **database["OPTIONS"]},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"MIRROR": "default"},
    }


SECRET_KEY = ENVIRONMENT.secret_key()
FIELD_KEYS_FILE = ENVIRONMENT.encryption_keys()
FIELD_KEYS = read_keys(FIELD_KEYS_FILE)
DEBUG = False
ALLOWED_HOSTS = list(ENVIRONMENT.vielklang_allowed_hosts)
BASE_URL = ENVIRONMENT.base_url
if (public_host := urlsplit(BASE_URL).hostname) and public_host not in ALLOWED_HOSTS:
    ALLOWED_HOSTS.append(public_host)

INSTALLED_APPS = [
    "vielklang.accounts",  # before allauth, whose pages it draws anew
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "vielklang.core",
    "vielklang.web",
    "vielklang.places",
    "vielklang.centres",
    "vielklang.organisations",
    "vielklang.offers",
    "vielklang.upkeep",
    "vielklang.translations",
    "vielklang.search",
    "vielklang.guide",
    "vielklang.enquiries",
    "vielklang.reporting",
    "vielklang.interfaces",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "compression_middleware.middleware.CompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "vielklang.web.middleware.RequestLogMiddleware",
    "vielklang.web.middleware.RateLimitMiddleware",
    "vielklang.guide.middleware.GuideLanguageMiddleware",
    "vielklang.accounts.middleware.AreaMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "vielklang.accounts.middleware.SessionEndMiddleware",
    "vielklang.accounts.middleware.PublicFirstMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "vielklang.config.urls"
WSGI_APPLICATION = "vielklang.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "vielklang.web.context.site",
                "vielklang.accounts.context.area",
            ],
        },
    }
]

DATABASES = {"default": _database(ENVIRONMENT.database_url or "postgresql:///vielklang")}
REPLICAS = {f"replica{n}": _replica(url) for n, url in enumerate(ENVIRONMENT.database_replica_urls, 1)}
if REPLICAS:
    # Readers go on without the primary: nobody waits long for it.
    DATABASES["default"]["OPTIONS"] = {**_SOON_NOTICED, **DATABASES["default"]["OPTIONS"]}
    DATABASES["default"]["OPTIONS"]["pool"]["timeout"] = 2
    DATABASES |= REPLICAS
    DATABASE_ROUTERS = ["vielklang.core.reading.Router"]
REPLICATED_ROOMS = ("places", "centres", "organisations", "offers", "translations", "search")
CACHES = {
    # Shared by all processes: limits of sign-in attempts count once, wherever the request lands.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Accounts (docs/adr/0011): no open sign-up, e-mail and password or passkey, second factor for private data.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["vielklang.accounts.backends.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("email", "name")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "vielklang.accounts.passwords.BreachedPasswordValidator"},
]  # fmt: skip
BREACHED_PASSWORDS = ENVIRONMENT.vielklang_breached_passwords
TRANSLATOR: dict[str, Any] = {
    "kind": ENVIRONMENT.vielklang_translator,
    "url": ENVIRONMENT.vielklang_translator_url,
    "key": ENVIRONMENT.vielklang_translator_key,
    "timeout": ENVIRONMENT.vielklang_translator_timeout,
}
IS_DEMONSTRATION = ENVIRONMENT.vielklang_demonstration
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_SECONDS = ENVIRONMENT.vielklang_session_idle_minutes * 60
SESSION_COOKIE_SECURE = BASE_URL.startswith("https://")
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
ACCOUNT_ADAPTER = "vielklang.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation proves the address
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 2
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # all other sessions end, this one stays
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "reset_password": "10/m/ip,5/h/key",
}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(BASE_URL).scheme
MFA_ADAPTER = "vielklang.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "add_webauthn": "vielklang.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "vielklang.accounts.forms.RenamePasskeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # of a new address, while the old one still counts
MFA_TOTP_ISSUER = "Vielklang"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = urlsplit(BASE_URL).hostname in {"localhost", "127.0.0.1"}
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_ADAPTER = "vielklang.accounts.adapters.IdentityAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_ONLY = False
IDENTITY_PROVIDERS = ENVIRONMENT.identity_providers
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": row["id"],
                "name": row["name"],
                "client_id": row["client_id"],
                "secret": row["secret"],
                "settings": {"server_url": row["url"]},
            }
            for row in IDENTITY_PROVIDERS
        ],
    }
}

# History: every changed row of a tracked model, with the action's id and who did it, in the same transaction.
# The page of an audit entry asks every history for the rows of its action.
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_CONTEXT_ID_FIELD = pghistory.ContextUUIDField(db_index=True)
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(db_constraint=False, related_name="+", related_query_name="+")

# Languages: ours are more than Django knows, so that Kurmancî and plain German are told to it here.
LANGUAGES = [(language.tag, language.english_name) for language in GUIDE_LANGUAGES]
LANGUAGE_CODE = "de"
for _language in GUIDE_LANGUAGES:
    django.conf.locale.LANG_INFO.setdefault(
        _language.tag,
        {
            "bidi": _language.is_right_to_left,
            "code": _language.tag,
            "name": _language.english_name,
            "name_local": _language.endonym,
        },
    )
LANGUAGES_BIDI = [language.tag for language in GUIDE_LANGUAGES if language.is_right_to_left]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.vielklang_data_dir.resolve() / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (
    "png",
    "woff2",
    "ttf",
    "txt",
)  # packed already, or never sent to a browser
DOCUMENT_FONTS_DIR = PACKAGE / "web/static/build/fonts-pdf"

# Nothing leaves the house: no host but our own, no inline script or style anywhere.
_tile_hosts = [f"{t.scheme}://{t.netloc}" for t in [urlsplit(ENVIRONMENT.vielklang_tile_source)] if t.netloc]
_identity_hosts = [f"{x.scheme}://{x.netloc}" for x in (urlsplit(row["url"]) for row in IDENTITY_PROVIDERS)]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", *_tile_hosts],
        "font-src": ["'self'"],
        "media-src": ["'self'"],
        "connect-src": ["'self'", *_tile_hosts],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'", *_identity_hosts],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.vielklang_trusted_proxies else None
)
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if ENVIRONMENT.vielklang_base_url else []
CSRF_FAILURE_VIEW = "vielklang.guide.views.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 10_500_000  # files of enquiries never lie on a disk as they are
MAILBOX_CA_FILE = str(ENVIRONMENT.vielklang_mailbox_ca or "")
MAILBOX_PORTS = (143, 993)  # of IMAP alone: nobody asks other services through a mailbox
CLAMAV_URL = ENVIRONMENT.vielklang_clamav_url

READY_BYTES = ENVIRONMENT.vielklang_ready_megabytes * 1_000_000
ENQUIRY_WORK = ENVIRONMENT.vielklang_enquiry_work
RATE_LIMIT = ENVIRONMENT.vielklang_rate_limit
TRUSTED_PROXIES = ENVIRONMENT.vielklang_trusted_proxies
ENCODERS = ENVIRONMENT.vielklang_encoders
TILE_SOURCE = ENVIRONMENT.vielklang_tile_source
OPERATOR = {
    "name": ENVIRONMENT.vielklang_operator_name,
    "address": ENVIRONMENT.vielklang_operator_address,
    "email": ENVIRONMENT.vielklang_operator_email,
    "phone": ENVIRONMENT.vielklang_operator_phone,
}
OPEN_DATA_LICENCE = ENVIRONMENT.vielklang_open_data_licence
OPEN_DATA_CONTRIBUTOR = ENVIRONMENT.vielklang_open_data_contributor
FEEDBACK_EMAIL = ENVIRONMENT.vielklang_feedback_email or ENVIRONMENT.vielklang_operator_email

# The link checker asks public addresses alone; tests look at a server of their own on this machine.
LINK_CHECK_ALLOWS_PRIVATE = False

DEFAULT_FROM_EMAIL = ENVIRONMENT.vielklang_mail_from
if ENVIRONMENT.vielklang_smtp_url:
    _mail = urlsplit(ENVIRONMENT.vielklang_smtp_url)
    EMAIL_HOST, EMAIL_PORT = _mail.hostname, _mail.port or (465 if _mail.scheme == "smtps" else 587)
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    # A local relay without a password speaks plainly; whoever sends a password sends it encrypted.
    EMAIL_USE_TLS = _mail.scheme == "smtp" and bool(_mail.username)
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(ENVIRONMENT.vielklang_data_dir.resolve() / "mail")

structlog.configure(
    wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    processors=[
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.dev.ConsoleRenderer()
        if sys.stderr.isatty()
        else structlog.processors.JSONRenderer(ensure_ascii=False),
    ],
    logger_factory=structlog.PrintLoggerFactory(sys.stderr),
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Their warnings (400, 404) carry what somebody typed; a page that failed is logged by our own middleware.
    "loggers": {"django.request": {"level": "ERROR"}, "django.security": {"level": "ERROR"}},
}
