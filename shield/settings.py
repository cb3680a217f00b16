"""Every setting, once. The environment decides; nothing here depends on which machine this is.

Outside demo mode the portal refuses to start with what is unsound: see `shield/core/soundness.py`,
and `.env.example` for what each variable means.
"""

from pathlib import Path
from typing import Any

import django_stubs_ext
import pghistory
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env
from kombu import Queue

from shield.core import identities, logs, soundness

django_stubs_ext.monkeypatch()

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("SHIELD_DATA_DIR", default=str(BASE_DIR / ".local"))).resolve()

# Demo mode loads invented people, catches mail on a page, prints sign-ins. Production refuses it.
DEMO = env.bool("SHIELD_DEMO", default=False)
DEBUG = env.bool("SHIELD_DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
# What is encrypted in its column: the first key seals, all of them open (`shield/core/ciphers.py`).
SHIELD_DATA_KEYS: list[str] = env.list("SHIELD_DATA_KEYS")
SHIELD_LOOKUP_KEY = env.str("SHIELD_LOOKUP_KEY")
# What links the entries of the audit to each other.
SHIELD_AUDIT_KEY = env.str("SHIELD_AUDIT_KEY")
# Where the heads of that chain are noted, outside the database.
SHIELD_AUDIT_HEADS = env.str("SHIELD_AUDIT_HEADS", default=str(DATA_DIR / "audit-heads"))
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
BASE_URL = env.str("SHIELD_BASE_URL", default="http://localhost:8000")
PORTAL_NAME = env.str("SHIELD_PORTAL_NAME", default="Shield")
if DEMO and not set(ALLOWED_HOSTS) <= soundness.LOOPBACK:
    raise ImproperlyConfigured(
        "SHIELD_DEMO shows mail, passwords and answers to everybody: "
        "it is for a portal on this machine alone, and ALLOWED_HOSTS names others."
    )
# Whether people reach the portal over TLS; off only in a demo.
SECURE = env.bool("SHIELD_SECURE", default=not DEMO)
# What Prometheus proves itself with on /metrics/; without one there is no such page.
SHIELD_METRICS_TOKEN = env.str("SHIELD_METRICS_TOKEN", default="")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "csp",
    "django_filters",
    "django_linear_migrations",
    "pgtrigger",
    "pghistory",
    "shield.core",
    "shield.accounts",
    "shield.audit",
    "shield.notifications",
    "shield.documents",
    "shield.clocks",
    "partnership",
    "incidents",
    "conferences",
    "shield.people",
    "shield.reporting",
    "shield.demo",
    "shield",
]
if not env.bool("SHIELD_DEV_TOOLS", default=True):
    INSTALLED_APPS.remove("django_linear_migrations")

MIDDLEWARE = [
    "shield.core.lines.RequestLine",
    # What holds for every answer stands before whatever may answer by itself.
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "shield.core.middleware.OwnOrigin",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "shield.core.middleware.NothingKept",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "shield.core.history.ActingUser",
    "shield.audit.middleware.NothingUnwritten",
    "shield.people.middleware.SessionLimits",
    "shield.accounts.middleware.AccessEnded",
    "shield.people.middleware.SecondFactor",
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
# What web, worker and beat connect as; the owner's address is for migrations, backups and keys.
PORTAL_DATABASE = env.dj_db_url("DATABASE_URL")
AS_OWNER = env.bool("SHIELD_AS_OWNER", default=False)
OWNER_DATABASE = PORTAL_DATABASE
if env.str("SHIELD_OWNER_DATABASE_URL", default=""):
    OWNER_DATABASE = env.dj_db_url("SHIELD_OWNER_DATABASE_URL")
if not DEMO:
    unsound = soundness.refusals(
        debug=DEBUG,
        secure=SECURE,
        hosts=ALLOWED_HOSTS,
        base_url=BASE_URL,
        keys={
            "SECRET_KEY": SECRET_KEY,
            "SHIELD_LOOKUP_KEY": SHIELD_LOOKUP_KEY,
            "SHIELD_AUDIT_KEY": SHIELD_AUDIT_KEY,
        },
        data_keys=SHIELD_DATA_KEYS,
        token=SHIELD_METRICS_TOKEN,
        passwords={
            "DATABASE_URL": PORTAL_DATABASE["PASSWORD"],
            "SHIELD_OWNER_DATABASE_URL": OWNER_DATABASE["PASSWORD"],
        },
    )
    if unsound:
        raise ImproperlyConfigured(" ".join(unsound))
DATABASES = {
    "default": {
        **(OWNER_DATABASE if AS_OWNER else PORTAL_DATABASE),
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
# Old versions of rows (`core/history.py`): who acted lies in the version itself, so that the whole
# of it can be closed to changes.
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_MIDDLEWARE_METHODS = ("POST",)
MEDIA_ROOT = DATA_DIR / "media"
# A folder of this machine, or a bucket that every web server and worker reaches.
S3_BUCKET = env.str("SHIELD_S3_BUCKET", default="")
IN_S3 = {
    "BACKEND": "storages.backends.s3.S3Storage",
    "OPTIONS": {
        "bucket_name": S3_BUCKET,
        "endpoint_url": env.str("SHIELD_S3_ENDPOINT", default="") or None,
        "region_name": env.str("SHIELD_S3_REGION", default="") or None,
        "default_acl": "private",
        "file_overwrite": False,
        "object_parameters": {"ServerSideEncryption": "AES256"},
    },
}
STORAGES: dict[str, dict[str, Any]] = {
    "default": IN_S3 if S3_BUCKET else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "build" / "assets"]
# A step of a long form is text; files come another way. 5 MB of text is more than any person types.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# No page takes more than one file at a time; whoever is not signed in could send a hundred.
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "shield.core.uploading.TooLargeIsDropped",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
SHIELD_UPLOAD_MB = env.int("SHIELD_UPLOAD_MB", default=10)
# Where ClamAV listens ("clamav:3310"), and how long one file may take.
SHIELD_CLAMAV = env.str("SHIELD_CLAMAV", default="")
SHIELD_CLAMAV_SECONDS = env.int("SHIELD_CLAMAV_SECONDS", default=60)
if not (SHIELD_CLAMAV or DEMO):
    raise ImproperlyConfigured(
        "SHIELD_CLAMAV must say where ClamAV listens: only a demo checks files without a scanner."
    )

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
# How long a notification stays open to whoever broke the glass.
SHIELD_BREAK_GLASS_HOURS = env.int("SHIELD_BREAK_GLASS_HOURS", default=4)
# Roles name permissions of every app, so the rooms below read them through this setting.
SHIELD_ROLES = "shield.roles.ROLES"
SHIELD_PERMISSION_WORDS = "shield.roles.WORDS"
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
ACCOUNT_ADAPTER = "shield.people.adapter.AccountAdapter"
MFA_ADAPTER = "shield.people.adapter.FactorAdapter"
SOCIALACCOUNT_ADAPTER = "shield.people.adapter.IdentityAdapter"
ACCOUNT_FORMS = {
    "login": "shield.core.forms.account.SignIn",
    "reset_password": "shield.people.forms.AskReset",
    "reset_password_from_key": "shield.core.forms.account.ChoosePassword",
    "change_password": "shield.core.forms.account.ChangePassword",
}
MFA_FORMS = {"authenticate": "shield.people.forms.SignInCode"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# Whether roles that see cases or give access must prove a second factor (`shield/roles.py`).
SHIELD_SECOND_FACTOR = env.bool("SHIELD_SECOND_FACTOR", default=not DEMO)
if not (SHIELD_SECOND_FACTOR or DEMO):
    raise ImproperlyConfigured("SHIELD_SECOND_FACTOR=0 is for a demo; a real portal needs it.")
# Agencies whose people may sign in through their own agency (`core/identities.py`).
SHIELD_IDENTITY_PROVIDERS = identities.providers(env.json("SHIELD_IDENTITY_PROVIDERS", default=[]))
# How long a fresh proof lasts for exports, roles and restricted records (`core/step_up.py`).
SHIELD_STEP_UP_SECONDS = env.int("SHIELD_STEP_UP_SECONDS", default=5 * 60)
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation is answered from the mailbox, which verifies it
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # the other sessions end, this one goes on
# Besides allauth's own limits: by address and by account, counted in the shared cache.
ACCOUNT_RATE_LIMITS = {"invitation": "60/h/user,120/h/ip"}
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
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_ENGINE = "shield.people.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# How long a sign-in lasts at most, and how long while nothing is done.
SESSION_COOKIE_AGE = env.int("SHIELD_SESSION_SECONDS", default=8 * 60 * 60)
SHIELD_IDLE_SECONDS = env.int("SHIELD_IDLE_SECONDS", default=15 * 60)
SHIELD_WARNING_SECONDS = 2 * 60
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
    EMAIL_BACKEND = "shield.notifications.smtp.EmailBackend"
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
# A worker without `-Q` takes from all of them; those of a large portal may share them out.
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_QUEUES = [Queue(name, routing_key=name) for name in ("default", "mail", "documents")]
CELERY_TASK_ROUTES = {
    "notifications.*": {"queue": "mail"},
    "people.resets": {"queue": "mail"},
    "documents.*": {"queue": "documents"},
}

# --- Logs: never content, never an address or a query string --------------------------------------
LOGGING = logs.config(as_json=not DEMO)
