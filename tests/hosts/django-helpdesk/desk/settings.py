"""A django-helpdesk for tests: the settings that its documentation asks for, SQLite, loopback only."""
import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
HOME = Path(os.environ["HOST_HOME"])
SECRET_KEY = "test-instance-only"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
INSTALLED_APPS = [
    "deskgauge_helpdesk",  # before helpdesk, so that its templates extend helpdesk's
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sites",
    "django.contrib.humanize",
    "rest_framework",
    "helpdesk",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "desk.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
WSGI_APPLICATION = "desk.wsgi.application"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "desk.sqlite3",
        "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF"},
    }
}
LANGUAGE_CODE = "en"
TIME_ZONE = "Europe/Berlin"
USE_TZ = True
USE_I18N = True
SITE_ID = 1
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = HOME / "media"
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/dashboard/"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast logins, test data only
HELPDESK_TEAMS_MODE_ENABLED = False
HELPDESK_ENABLE_PER_QUEUE_STAFF_PERMISSION = True
HELPDESK_KB_ENABLED = True
HELPDESK_EMAIL_REOPEN_STATUSES = (3, 4)   # the default reopens only Closed, not Resolved

OFFICE = {day: [["08:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
DESKGAUGE = {
    "settings": {
        "calendars": {
            "office": {"timeZone": TIME_ZONE, "weekly": OFFICE, "holidays": ["04-03", "04-06", "05-01"]}
        },
        "policies": [
            {
                "id": "urgent",
                "where": {"priority": ["1", "2"]},
                "calendar": "office",
                "targets": {"first_response": "1h", "next_response": "2h", "resolution": "8h"},
            },
            {
                "id": "usual",
                "calendar": "office",
                "targets": {"first_response": "4h", "next_response": "8h", "resolution": "40h"},
            },
        ],
        "levels": {"groups": {"Support L1": 1, "Billing": 1, "Support L2": 2, "Engineering": 3}},
    }
}
