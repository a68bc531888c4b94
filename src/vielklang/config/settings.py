"""Django settings, all derived from the validated environment (config/environment.py)."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import django.conf.locale
import structlog

from vielklang.config.environment import load_environment
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
        "TEST": {"TEMPLATE": "template0"},
    }


SECRET_KEY = ENVIRONMENT.secret_key()
DEBUG = False
ALLOWED_HOSTS = list(ENVIRONMENT.vielklang_allowed_hosts)
BASE_URL = ENVIRONMENT.base_url
if (public_host := urlsplit(BASE_URL).hostname) and public_host not in ALLOWED_HOSTS:
    ALLOWED_HOSTS.append(public_host)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
    "vielklang.core",
    "vielklang.web",
    "vielklang.places",
    "vielklang.centres",
    "vielklang.organisations",
    "vielklang.offers",
    "vielklang.search",
    "vielklang.guide",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "compression_middleware.middleware.CompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "vielklang.web.middleware.RequestLogMiddleware",
    "vielklang.web.middleware.RateLimitMiddleware",
    "vielklang.guide.middleware.GuideLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
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
                "vielklang.web.context.site",
            ],
        },
    }
]

DATABASES = {"default": _database(ENVIRONMENT.database_url or "postgresql:///vielklang")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", *_tile_hosts],
        "font-src": ["'self'"],
        "connect-src": ["'self'", *_tile_hosts],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
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
FEEDBACK_EMAIL = ENVIRONMENT.vielklang_feedback_email or ENVIRONMENT.vielklang_operator_email

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
