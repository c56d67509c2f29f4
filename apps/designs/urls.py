from django.urls import path

from apps.designs import views
from apps.designs.pages import exporting, importing

urlpatterns = [
    path("designs/", views.design_list, name="design_list"),
    path("designs/import/", importing.design_import, name="design_import"),
    path("designs/<uuid:design_id>/", views.design_page, name="design_page"),
    path("designs/<uuid:design_id>/document/", views.design_document, name="design_document"),
    path("designs/<uuid:design_id>/delete/", views.design_delete, name="design_delete"),
    path("designs/<uuid:design_id>/estimate/", views.design_estimate, name="design_estimate"),
    path("designs/<uuid:design_id>/versions/", views.design_versions, name="design_versions"),
    path("designs/<uuid:design_id>/versions/<int:version>/", views.design_version, name="design_version"),
    path("blocks/", views.block_list, name="block_list"),
    path("blocks/<uuid:block_id>/", views.block, name="block"),
    path("blocks/<uuid:block_id>/delete/", views.block_delete, name="block_delete"),
    path("designs/<uuid:design_id>/export/", exporting.design_export, name="design_export"),
    path("designs/<uuid:design_id>/as/<slug:design_format>/", exporting.design_format, name="design_format"),
    path("catalogue.json", views.catalogue, name="catalogue"),
    path("schema.json", views.schema, name="schema"),
]
