from django.urls import path

from apps.experiments import views

urlpatterns = [
    path("experiments/", views.experiment_list, name="experiment_list"),
    path("designs/<uuid:design_id>/experiments/", views.design_experiments, name="design_experiments"),
    path("designs/<uuid:design_id>/experiments/<slug:kind>/", views.experiment_new, name="experiment_new"),
    path("experiments/<uuid:experiment_id>/", views.experiment_page, name="experiment_page"),
    path("experiments/<uuid:experiment_id>/cancel/", views.experiment_cancel, name="experiment_cancel"),
    path("experiments/<uuid:experiment_id>/name/", views.experiment_name, name="experiment_name"),
    path("experiments/<uuid:experiment_id>/delete/", views.experiment_delete, name="experiment_delete"),
    path("experiments/<uuid:experiment_id>/table.csv", views.experiment_table, name="experiment_table"),
]
