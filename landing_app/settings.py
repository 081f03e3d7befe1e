"""Settings of Page Desk, read from the environment only (README, "Configuration").

A missing or malformed value stops the start with one clear sentence; `configuration.py` holds the readers.
"""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from landing_app import configuration as env
from landing_app import reporting
from landing_app.schedule import BEAT_SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.secret_key(debug=DEBUG)
PUBLIC_URL = env.origin("PUBLIC_URL", default="http://localhost:8000" if DEBUG else None)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", default=[urlsplit(PUBLIC_URL).hostname or "localhost"])
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

# What needs https follows the scheme of PUBLIC_URL, so that a trial over http works with DEBUG off.
HTTPS = PUBLIC_URL.startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
# Whose entries in X-Forwarded-For are believed when attempts are counted. A proxy stands on the same host or in a
# private network; who lets people in from private networks, too, names the proxy alone.
TRUSTED_PROXIES = env.networks(
    "TRUSTED_PROXIES",
    default=["127.0.0.0/8", "::1", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
)
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
# Cookies exist for the admin only: nothing in the portal's frame sets or reads one.
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/admin/"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
# Half an hour of silence ends it, as NIST 800-63B asks of two factors; `staff_site` ends any after a working day.
SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True

BITRIX24_CLIENT_ID = env.text("BITRIX24_CLIENT_ID", default="" if DEBUG else None)
BITRIX24_CLIENT_SECRET = env.text("BITRIX24_CLIENT_SECRET", default="" if DEBUG else None)
BITRIX24_OAUTH_URLS = env.origins(
    "BITRIX24_OAUTH_URL",
    default=["https://oauth.bitrix.info", "https://oauth.bitrix24.tech", "https://oauth.bitrix24.info"],
)
BITRIX24_TRUSTED_HOSTS = env.words("BITRIX24_TRUSTED_HOSTS", default=[])
TOKEN_ENCRYPTION_KEYS = env.fernet_keys("TOKEN_ENCRYPTION_KEYS", debug=DEBUG, secret_key=SECRET_KEY)
EGRESS_ID = env.text("EGRESS_ID", default="default")
API_LOG_DAYS = env.days("API_LOG_DAYS", default=30)
JOB_DAYS = env.days("JOB_DAYS", default=180)
METRICS_TOKEN = env.text("METRICS_TOKEN", default="")
SENTRY_DSN = env.text("SENTRY_DSN", default="")

REDIS_URL = env.redis_url("REDIS_URL", debug=DEBUG)
CACHE_URL = env.redis_url("CACHE_URL", debug=DEBUG, default=REDIS_URL)
CACHES = {
    "default": {
        "BACKEND": "landing_app.portals.cache.SpareableCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "page-desk",
        "OPTIONS": {
            "serializer": "landing_app.portals.cache.JsonSerializer",
            "socket_timeout": 3,
            "socket_connect_timeout": 1,
        },
    }
}
DATABASES = {"default": env.database("DATABASE_URL", default_file=VAR_DIR / "page-desk.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "landing_app.administration.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "landing_app.portals",
    "landing_app.jobs",
    "landing_app.explorer",
]
MIDDLEWARE = [
    # Outermost, so that probes, redirects, static files and refused host names get the headers too.
    "landing_app.portals.middleware.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "landing_app.portals.middleware.ProbeMiddleware",
    "landing_app.portals.middleware.BodyLimitMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Sizes tell another site nothing: frames have no cookie it could use, and the admin's CSRF tokens are masked.
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "landing_app.portals.middleware.FrameSessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
OTP_ADMIN_HIDE_SENSITIVE_DATA = True
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
# Behind a proxy every caller has the proxy's address: anybody could lock an operator's name.
AXES_CLIENT_IP_CALLABLE = "landing_app.portals.client_address.client_address"
AXES_VERBOSE = False

ROOT_URLCONF = "landing_app.urls"
WSGI_APPLICATION = "landing_app.wsgi.application"
# An uploaded preview is at most 5 MB; nothing else is large.
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_000

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

LOGIN_REDIRECT_URL = "/admin/"
LANGUAGE_CODE = "en"
LANGUAGES = env.languages(BASE_DIR / "locale")
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.text("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "landing_app.explorer.bundles.BundledStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

# `frame-ancestors` is replaced per response by portals.middleware with the exact portal origin.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "https:", *(f"http://{host}" for host in BITRIX24_TRUSTED_HOSTS)],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# A Celery message is only a hint that rows have work (design: jobs); the rows are the truth.
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_DEFAULT_QUEUE = "system"
CELERY_TASK_ROUTES = {
    "landing_app.jobs.tasks.run_chunk": {"queue": "portal"},
    "landing_app.jobs.tasks.plan_targets": {"queue": "portal"},
}
CELERY_BEAT_SCHEDULE = BEAT_SCHEDULE
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_DISABLE_PREFETCH = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 3,
    "socket_keepalive": True,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
}
CELERY_TIMEZONE = "UTC"

LOGGING = env.logging_settings()
# The portal frames this app: portals.middleware names it in `frame-ancestors` instead of X-Frame-Options.
SILENCED_SYSTEM_CHECKS = ["security.W002"]

reporting.start(SENTRY_DSN)
