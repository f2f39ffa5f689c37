"""Django as WSGI: what the thread pool of `asgi.py` runs, and what any WSGI server may run."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workspace.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
