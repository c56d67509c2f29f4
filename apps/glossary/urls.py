from django.urls import path

from apps.glossary import views

urlpatterns = [
    path("glossary/", views.term_list, name="term_list"),
    path("glossary/<slug:term>/", views.term_page, name="term_page"),
    path("glossary/<slug:term>/shown/", views.term_shown, name="term_shown"),
    path("glossary/<slug:term>/runs/", views.term_run, name="term_run"),
]
