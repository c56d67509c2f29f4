from django.urls import path

from apps.fidelity import views

urlpatterns = [path("fidelity/", views.fidelity, name="fidelity")]
