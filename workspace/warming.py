"""Paying at the start what the first visitor would pay: imports, routes, templates, garbage."""

import gc
import logging
from io import BytesIO, StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template

log = logging.getLogger(__name__)


def warm(wsgi, host):
    """Answer one request, read every template, and take all of it out of the collector's way.

    Raises `SystemCheckError` when something is unsafe: an unguarded route, for instance.
    """
    call_command("check", databases=["default"], stdout=StringIO())
    ask(wsgi, "/health/live", host)
    read_templates()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def ask(wsgi, path, host):
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "SERVER_NAME": host.lstrip("."),
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "https" if settings.SECURE else "http",
        "wsgi.input": BytesIO(),
    }
    wsgi(environ, lambda status, headers, exc_info=None: None).close()


def read_templates():
    for folder in settings.TEMPLATES[0]["DIRS"]:
        for path in Path(folder).rglob("*.html"):
            name = str(path.relative_to(folder))
            try:
                get_template(name)
            except (TemplateSyntaxError, TemplateDoesNotExist) as error:
                log.warning("the template %s cannot be read: %s", name, error)
