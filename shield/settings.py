"""Every setting, once. The environment decides; nothing here depends on which machine this is.

Outside demo mode the portal refuses to start without its secrets: see `shield/checks.py` and
`.env.example` for what each variable means.
"""

from pathlib import Path

import django_stubs_ext
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

django_stubs_ext.monkeypatch()

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("SHIELD_DATA_DIR", default=str(BASE_DIR / ".local"))).resolve()

# Demo mode loads invented people, catches mail on a page, prints sign-ins. Production refuses it.
DEMO = env.bool("SHIELD_DEMO", default=False)
DEBUG = env.bool("SHIELD_DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
BASE_URL = env.str("SHIELD_BASE_URL", default="http://localhost:8000")
PORTAL_NAME = env.str("SHIELD_PORTAL_NAME", default="Shield")
LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}
if (DEMO or DEBUG) and not set(ALLOWED_HOSTS) <= LOOPBACK:
    raise ImproperlyConfigured(
        "SHIELD_DEMO and SHIELD_DEBUG show mail, passwords and answers to everybody: "
        "they are for a portal on this machine alone, and ALLOWED_HOSTS names others."
    )
# Whether people reach the portal over TLS; off only for a portal on loopback.
SECURE = env.bool("SHIELD_SECURE", default=not DEMO)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "csp",
    "django_filters",
    "django_linear_migrations",
    "shield.core",
    "shield.accounts",
    "shield.audit",
    "shield.notifications",
    "shield.documents",
    "shield.clocks",
    "incidents",
    "shield.people",
    "shield.reporting",
    "shield.demo",
    "shield",
]
if not env.bool("SHIELD_DEV_TOOLS", default=True):
    INSTALLED_APPS.remove("django_linear_migrations")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "shield.core.middleware.NothingKept",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "shield.accounts.middleware.AccessEnded",
]

ROOT_URLCONF = "shield.urls"
WSGI_APPLICATION = "shield.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "shield.core.jinja.environment",
            "context_processors": ["shield.core.context.page"],
        },
    },
    # Only where a library insists on Django's own templates.
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True},
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["forms"]
CRISPY_TEMPLATE_PACK = "forms"

# --- Data -----------------------------------------------------------------------------------------
DATABASES = {
    "default": {
        **env.dj_db_url("DATABASE_URL"),
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In the database, so that signing in goes on while Redis is down. It counts tries to sign in:
# with Django's own 300 entries, tries at other addresses would soon push a count out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "build" / "assets"]
# A step of a long form is text; files come another way. 5 MB of text is more than any person types.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_PERMISSIONS = 0o600

# --- Language and time ----------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

# --- People ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "shield.accounts.access.AccessBackend",
]
# Roles name permissions of every app, so the rooms below read them through this setting.
SHIELD_ROLES = "shield.roles.ROLES"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "front"
ACCOUNT_ADAPTER = "shield.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "shield.core.forms.account.SignIn",
    "reset_password": "shield.core.forms.account.AskReset",
    "reset_password_from_key": "shield.core.forms.account.ChoosePassword",
    "change_password": "shield.core.forms.account.ChangePassword",
    "reauthenticate": "shield.core.forms.account.ConfirmPassword",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation is answered from the mailbox, which verifies it
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
# Tries to sign in are counted by address. Behind a proxy all would share the proxy's, and ten
# wrong passwords a minute from anywhere would keep everybody out.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("SHIELD_PROXIES", default=1 if SECURE else 0)

# --- Browser safety -------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: []
    for name in ("camera", "geolocation", "microphone", "payment", "usb", "display-capture")
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_ENGINE = "shield.core.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = env.int("SHIELD_SESSION_SECONDS", default=8 * 60 * 60)
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "shield.core.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
if SECURE:
    SECURE_SSL_REDIRECT = env.bool("SHIELD_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.int("SHIELD_HSTS_SECONDS", default=31536000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    CSRF_TRUSTED_ORIGINS = [BASE_URL]

# --- Mail and tasks -------------------------------------------------------------------------------
if DEMO:
    EMAIL_BACKEND = "shield.notifications.demo_mail.EmailBackend"
else:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = env.str("EMAIL_HOST", default="localhost")
    EMAIL_PORT = env.int("EMAIL_PORT", default=25)
    EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
    EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
    EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
    EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Shield <no-reply@shield.example>")

CELERY_BROKER_URL = env.str("REDIS_URL")
CELERY_TASK_IGNORE_RESULT = True  # PostgreSQL holds what happened; nothing is kept in Redis
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 120
CELERY_TASK_TIME_LIMIT = 150
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 1,
    "retry_policy": {"timeout": 2.0},
    # Whoever submits does not wait for a broker that is down: without this 6 s for each message.
    "max_retries": 0,
}
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# --- Logs: never content, never a query string ----------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "shield.core.logs.WithoutWords",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
