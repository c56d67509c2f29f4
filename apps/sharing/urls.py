from django.urls import path

from apps.sharing import views

urlpatterns = [
    path("gallery/", views.gallery, name="gallery"),
    path("links/", views.link_list, name="link_list"),
    path("links/<uuid:link_id>/revoke/", views.link_revoke, name="link_revoke"),
    path("designs/<uuid:design_id>/share/", views.design_share, name="design_share"),
    path("runs/<uuid:run_id>/share/", views.run_share, name="run_share"),
    path("s/<str:token>/", views.shared_page, name="shared_page"),
    path("s/<str:token>/copy/", views.shared_copy, name="shared_copy"),
    path("s/<str:token>/embed/", views.shared_embed, name="shared_embed"),
    path("s/<str:token>/run/<str:part>/", views.shared_part, name="shared_part"),
]
