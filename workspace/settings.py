"""One settings file, read from the environment; `manage.py doctor` explains each wrong value.

Two ways to run (docs/operators/README.md): *embedded* (nothing set: SQLite, a worker without a
server to install, everything under `var/`) and *team* (`DATABASE_URL`, `REDIS_URL`).
"""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from workspace import environment, surroundings

BASE_DIR = Path(__file__).resolve().parent.parent
env = environment.Environment(default_file=BASE_DIR / "var" / "env")
ENV_FILE = env.file

# Where it runs -----------------------------------------------------------------------------

DATA_DIR = env.folder("DATA_DIR", BASE_DIR / "var")
DATABASE_URL = env.text("DATABASE_URL")
REDIS_URL = env.read("REDIS_URL", "", surroundings.redis_url)
EMBEDDED = not DATABASE_URL
DEBUG = env.yes("DEBUG", False)
HOST = env.text("HOST", "127.0.0.1")
PORT = env.number("PORT", 8000, least=1, most=65535)
PUBLIC_URL = env.read("PUBLIC_URL", surroundings.url_of(HOST, PORT), environment.address)
SECURE = PUBLIC_URL.startswith("https://")
SECRET_KEY = env.text("SECRET_KEY") or surroundings.secret_key(DATA_DIR)
ALLOWED_HOSTS = env.texts(
    "ALLOWED_HOSTS", [surroundings.host_of(PUBLIC_URL), "localhost", "127.0.0.1", "[::1]"]
)
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
WEB_THREADS = env.number("WEB_THREADS", 8, least=1, most=200)
SILENCED_SYSTEM_CHECKS = env.texts("SILENCED_SYSTEM_CHECKS", [])

DATABASES = {"default": env.read("DATABASE_URL", "", surroundings.from_url, DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": surroundings.cache(REDIS_URL)}

# What it is made of ------------------------------------------------------------------------

INSTALLED_APPS = [
    "workspace.kernel",
    "teams",
    "campaigns",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "rest_framework",
    "drf_spectacular",
]

MIDDLEWARE = [
    "workspace.kernel.logs.RequestId",
    "workspace.kernel.api.problems.Problems",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "workspace.kernel.packing.Packing",
    "workspace.kernel.security.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "teams.middleware.Reader",
    "campaigns.brief.visitors.Visitors",
    "teams.middleware.Door",
    "workspace.kernel.letters.UnfitLetters",
    "workspace.kernel.refusals.Refusals",
]

ROOT_URLCONF = "workspace.urls"
ASGI_APPLICATION = "workspace.asgi.application"
WSGI_APPLICATION = "workspace.wsgi.application"
TENANT_MODEL = "teams.Workspace"
ACTOR_MODEL = "teams.Member"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "template_partials.templatetags.partials",
                "workspace.kernel.templatetags.look",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "teams.navigation.place",
                "campaigns.navigation.jump",
            ],
        },
    }
]

# Who may come in ---------------------------------------------------------------------------

AUTH_USER_MODEL = "teams.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SIGN_UP = env.yes("SIGN_UP", True)
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "teams.forms.SignUp"
ACCOUNT_ADAPTER = "teams.accounts.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # only in the browser that signed up
ACCOUNT_FORMS = {"reset_password_from_key": "teams.account_forms.ResetPassword"}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_FORMS = {"activate_totp": "teams.account_forms.ActivateTotp"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TOTP_ISSUER = "Roundtable"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_PROVIDERS = surroundings.openid_connect(env)
SOCIALACCOUNT_ADAPTER = "teams.accounts.SocialAccountAdapter"
# The operator chose the provider: an address that it has verified is that of the same person here.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30

# How it answers ----------------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "roundtable_session"
CSRF_COOKIE_NAME = "roundtable_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "workspace.kernel.refusals.csrf_failed"
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
BEHIND_PROXY = env.yes("BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "worker-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
ATTACHMENT_MAX_MB = env.number("ATTACHMENT_MAX_MB", 25, least=1, most=10_000)
ATTACHMENT_MAX_BYTES = ATTACHMENT_MAX_MB * 2**20  # as sizes of files are shown

# Files -------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = surroundings.folder(env.path("STATIC_ROOT", DATA_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = EMBEDDED
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = DATA_DIR / "media"
FILE_UPLOAD_TEMP_DIR = surroundings.folder(DATA_DIR / "tmp")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if EMBEDDED
        else "workspace.kernel.assets.Assets"
    },
}

# Language and time -------------------------------------------------------------------------

LANGUAGES = [("en", _("English")), ("zh-hans", "简体中文"), ("zh-hant", "繁體中文")]
LANGUAGE_CODE = env.read("LANGUAGE_CODE", "en", surroundings.language, dict(LANGUAGES))
LOCALE_PATHS = [BASE_DIR / "workspace" / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = env.read("TIME_ZONE", "UTC", environment.time_zone)

# Mail --------------------------------------------------------------------------------------

EMAIL_URL = env.text("EMAIL_URL")
globals().update(env.read("EMAIL_URL", "", surroundings.email, DATA_DIR))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.read(
    "FROM_EMAIL", "Roundtable <roundtable@localhost>", surroundings.sender
)

# Background work: see workspace/celery.py --------------------------------------------------

CELERY_DATA = surroundings.folder(DATA_DIR / "queue")
METRICS_TOKEN = env.text("METRICS_TOKEN")

# API ---------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["teams.tokens.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["workspace.kernel.api.permissions.PolicyPermission"],
    "DEFAULT_PARSER_CLASSES": ["workspace.kernel.api.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "workspace.kernel.api.pages.CursorPages",
    "DEFAULT_FILTER_BACKENDS": [],
    "DEFAULT_THROTTLE_CLASSES": ["workspace.kernel.api.rates.TokenRate"],
    "DEFAULT_SCHEMA_CLASS": "workspace.kernel.api.schema.Schema",
    "EXCEPTION_HANDLER": "workspace.kernel.api.problems.problem",
    "UNAUTHENTICATED_USER": None,
    "COERCE_DECIMAL_TO_STRING": True,
}
# Requests per token and minute; 0 is without a limit.
API_RATE = env.number("API_RATE", 600, least=0)
SPECTACULAR_SETTINGS = {
    "TITLE": "Roundtable",
    "DESCRIPTION": "Everything the screens do, by the same policies and the same actions.",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "ImportState": "campaigns.plan.imports.models.Import.State",
        "FileState": "campaigns.leads.models.LeadImport.State",
        "HealthLevel": "campaigns.brief.models.Health",
        "ItemKind": "campaigns.plan.models.Kind",
        "LeadState": "campaigns.leads.models.Lead.State",
        "LeadStep": "campaigns.leads.actions.deciding.FORWARD",
        "PartnerKind": "teams.models.Partner.Kind",
        "MetricDirection": "campaigns.metrics.models.Direction",
    },
}

# Logs --------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "workspace.kernel.logs.JsonLines"}},
    "filters": {"request": {"()": "workspace.kernel.logs.WithRequestId"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request"]}
    },
    "root": {"handlers": ["console"], "level": env.read("LOG_LEVEL", "INFO", environment.level)},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "uvicorn.error": {"level": "WARNING"},
        "django.security.DisallowedHost": {"level": "ERROR"},
    },
}

env.demand_sense()
STRANGE_SETTINGS = env.strangers()
