from django.urls import path

from apps.designs import views

urlpatterns = [
    path("designs/", views.design_list, name="design_list"),
    path("designs/<uuid:design_id>/", views.design_page, name="design_page"),
    path("designs/<uuid:design_id>/document/", views.design_document, name="design_document"),
    path("designs/<uuid:design_id>/delete/", views.design_delete, name="design_delete"),
    path("designs/<uuid:design_id>/estimate/", views.design_estimate, name="design_estimate"),
    path("catalogue.json", views.catalogue, name="catalogue"),
    path("schema.json", views.schema, name="schema"),
]
