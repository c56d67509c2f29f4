from django.urls import path

from apps.accounts import views

urlpatterns = [
    path("sign-up/", views.sign_up, name="sign_up"),
    path("log-in/", views.log_in, name="log_in"),
    path("language/", views.language, name="language"),
    path("tour/", views.tour, name="tour"),
    path("log-out/", views.log_out, name="log_out"),
]
