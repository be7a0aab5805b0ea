"""What `claims/views/live.py` answers before Django, answered after all of its middleware."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path

from claims.queries.live import STREAM
from claims.views.live import told_to


def poll(request: HttpRequest) -> HttpResponse:
    return JsonResponse(told_to(request.user.pk or 0, STREAM.since(request.META["QUERY_STRING"])))


urlpatterns = [path("view/", poll), path("", include("claims.urls"))]
