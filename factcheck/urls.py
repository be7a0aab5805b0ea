"""Every address is the app's; it names those of the accounts library that are in use."""

from django.urls import include, path

urlpatterns = [
    path("", include("claims.urls")),
]

handler404 = "claims.views.access.not_found"
handler403 = "claims.views.access.forbidden"
