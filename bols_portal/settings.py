"""Settings, read from the environment alone; what is missing or unsafe stops the start."""

from pathlib import Path

import django_stubs_ext
import environ
from celery.schedules import crontab, schedule
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from bols_portal import demo_guard

# Django's classes take type parameters at run time too, as the annotations write them.
django_stubs_ext.monkeypatch()

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(env.str("BOLS_VAR", default=str(BASE_DIR / "var")))
VAR.mkdir(parents=True, exist_ok=True)

# --- Demo or production -------------------------------------------------------
DEMO = env.bool("BOLS_DEMO", default=False)
SECRET_KEY = env.str("SECRET_KEY", default=demo_guard.DEMO_SECRET_KEY if DEMO else "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if DEMO else [])
# How far the story of the demo goes: a stage of `manage.py demo --help`.
DEMO_UNTIL = env.str("BOLS_DEMO_UNTIL", default="regions_signing")
DEBUG = False
_default_db = VAR / ("demo.sqlite3" if DEMO else "portal.sqlite3")
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{_default_db}")}
try:
    demo_guard.check(
        demo=DEMO,
        secret_key=SECRET_KEY,
        allowed_hosts=ALLOWED_HOSTS,
        database_name=str(DATABASES["default"]["NAME"]),
    )
except demo_guard.UnsafeSettings as refusal:
    raise ImproperlyConfigured(str(refusal)) from None

# --- Applications -------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "bols_portal.audit",
    "bols_portal.accounts",
    "bols_portal.ui",
    "allocation",
    "consultation",
    "complaints",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "bols_portal.audit.middleware.OriginMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "bols_portal.accounts.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "bols_portal.accounts.middleware.UserLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "bols_portal.addresses.AddressMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "allocation.views.refusals.RefusalMiddleware",
]
ROOT_URLCONF = "bols_portal.urls"
WSGI_APPLICATION = "bols_portal.wsgi.application"
ASGI_APPLICATION = "bols_portal.asgi.application"
FORM_RENDERER = "bols_portal.ui.forms.PortalRenderer"
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
                "bols_portal.ui.context.portal",
            ],
            "builtins": ["bols_portal.ui.templatetags.ui"],
        },
    }
]
UI_NAV_PROVIDER = "allocation.views.navigation.navigation_for"

# --- Database, cache, tasks ---------------------------------------------------
SQLITE = "sqlite" in DATABASES["default"]["ENGINE"]
if SQLITE:
    # IMMEDIATE and WAL: a writer waits for its turn instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# The role that `prepare`, run as the owner of the tables, grants the least that the portal needs.
DATABASE_APP_ROLE = env.str("BOLS_APP_ROLE", default="")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "bols",
        }
    }
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {"visibility_timeout": 3600}
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache_entries",
        }
    }
    _broker = VAR / "broker"
    for _folder in ("queue", "processed", "control"):
        (_broker / _folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker / "queue"),
        "data_folder_out": str(_broker / "queue"),
        "processed_folder": str(_broker / "processed"),
        "control_folder": str(_broker / "control"),
        "store_processed": False,
        "polling_interval": 0.2,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = "Europe/Amsterdam"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    # The database row of a job is the truth; the reaper brings back what a killed worker left.
    "reap-jobs": {
        "task": "allocation.tasks.reap_jobs",
        "schedule": schedule(5.0),
        "options": {"expires": 5},
    },
    "send-outbox": {
        "task": "allocation.tasks.send_outbox",
        "schedule": schedule(15.0),
        "options": {"expires": 15},
    },
    # Just after midnight, when roles begin and end; and every hour, should that one be missed.
    "sync-rights": {
        "task": "allocation.tasks.sync_rights",
        "schedule": crontab(minute=1),
        "options": {"expires": 1800},
    },
}

# --- People -------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ANONYMOUS_USER_NAME = None
GUARDIAN_RAISE_403 = False
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_passwords = "bols_portal.accounts.passwords."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": _passwords + "UnlikeThePerson"},
    {"NAME": _passwords + "LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": _passwords + "Uncommon"},
    {"NAME": _passwords + "NotOnlyDigits"},
]
PASSWORD_RESET_TIMEOUT = 24 * 3600
ACCOUNT_ADAPTER = "bols_portal.accounts.adapter.ClosedAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to addresses that strangers type
ACCOUNT_FORMS = {
    "login": "bols_portal.accounts.forms.SignInForm",
    "reset_password": "bols_portal.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "bols_portal.accounts.forms.NewPasswordForm",
    "change_password": "bols_portal.accounts.forms.ChangePasswordForm",
    "set_password": "bols_portal.accounts.forms.FirstPasswordForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": False}  # django-axes keeps the count, in the database
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "bols_portal.accounts.lockout.username_of"
AXES_LOCKOUT_CALLABLE = "bols_portal.accounts.lockout.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_CLIENT_IP_CALLABLE = "bols_portal.audit.context.client_address"
AXES_VERBOSE = False
# Accounts and the audit trail know no other app; these name who tells them what they show.
ROLES_PROVIDER = "allocation.selectors.memberships.roles_held"
DEMO_PEOPLE_PROVIDER = "allocation.demo.people.people_to_sign_in"
INVITATION_DAYS = 7

# --- Security -----------------------------------------------------------------
SECURE = env.bool("BOLS_HTTPS", default=not DEMO)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 3600
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# A pem file, or a folder of them: whose certificates count as known under a signed pdf.
SIGNATURE_ROOTS = env.str("BOLS_SIGNATURE_ROOTS", default="")
PROXY_COUNT = env.int("PROXY_COUNT", default=0)  # how many proxies of our own stand in front
if PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# --- Language and time --------------------------------------------------------
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = USE_TZ = True
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = "Europe/Amsterdam"

# --- Files and mail -----------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("BOLS_STATIC", default=str(VAR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(VAR / "uploads"), "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
vars().update(
    env.email_url("EMAIL_URL", default=f"filemail:///{VAR / 'mail'}")
    if not DEMO or env.str("EMAIL_URL", default="")
    else {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": str(VAR / "mail"),
    }
)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="BOLS-portaal <portaal@example.org>")
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{env.int('BOLS_PORT', default=8000)}")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"codes": {"()": "bols_portal.log_codes.WithoutCodes"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["codes"],
        }
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "fontTools": {"level": "WARNING"},
        "axes": {"level": "WARNING"},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
