"""The Content-Security-Policy header, from `SECURE_CSP` (the name Django 6 gives it)."""

from django.conf import settings


class ContentSecurityPolicy:
    """Middleware: no inline script, no eval, nothing from elsewhere."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.header = "; ".join(
            f"{name} {' '.join(values)}" for name, values in settings.SECURE_CSP.items()
        )

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.header)
        return response
