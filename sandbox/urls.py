"""The addresses of the site."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("apps.accounts.urls")),
    path("", include("apps.designs.urls")),
    path("", include("apps.runs.urls")),
    path("", include("apps.experiments.urls")),
    path("", include("apps.fidelity.urls")),
    path("", include("apps.glossary.urls")),
    path("", include("apps.authoring.urls")),
    path("", include("apps.progress.urls")),
    path("", include("apps.classes.urls")),
    path("", include("apps.interviews.urls")),
    path("", include("apps.lectures.urls")),
    path("", include("apps.sharing.urls")),
    path("", include("apps.api.urls")),
]

handler500 = "apps.common.outage.server_error"
