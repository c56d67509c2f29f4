from django.urls import path

from apps.authoring import views

urlpatterns = [
    path("authoring/", views.authored_list, name="authored_list"),
    path("authoring/import/", views.authored_import, name="authored_import"),
    path("authoring/shared/<str:share>/", views.authored_shared, name="authored_shared"),
    path("authoring/<uuid:authored_id>/", views.authored_page, name="authored_page"),
    path("authoring/<uuid:authored_id>/delete/", views.authored_delete, name="authored_delete"),
    path("authoring/<uuid:authored_id>/copy/", views.authored_copy, name="authored_copy"),
    path("authoring/<uuid:authored_id>/export/", views.authored_export, name="authored_export"),
    path("authoring/<uuid:authored_id>/sandbox/", views.authored_sandbox, name="authored_sandbox"),
    path("authoring/<uuid:authored_id>/proof/", views.authored_proof, name="authored_proof"),
    path("authoring/<uuid:authored_id>/proof/stop/", views.authored_proof_stop, name="authored_proof_stop"),
    path("authoring/<uuid:authored_id>/publish/", views.authored_publish, name="authored_publish"),
    path("authoring/<uuid:authored_id>/listing/", views.authored_listing, name="authored_listing"),
    path("authoring/<uuid:authored_id>/sharing/", views.authored_sharing, name="authored_sharing"),
]
