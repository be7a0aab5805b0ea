"""The entry point of a web server: `gunicorn factcheck.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")

django_application = get_wsgi_application()

from claims.actions import fetches  # noqa: E402 - its models need Django to be set up
from claims.views.live import Live  # noqa: E402

application = Live(django_application)
fetches.resume()
