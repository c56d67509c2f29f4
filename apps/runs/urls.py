from django.urls import path

from apps.runs import views
from apps.runs.pages import advice, history

urlpatterns = [
    path("", views.landing, name="landing"),
    path("showcase/", views.showcase, name="showcase"),
    path("health/", views.health, name="health"),
    path("designs/<uuid:design_id>/runs/", views.design_runs, name="design_runs"),
    path("history/", history.run_history, name="run_history"),
    path("runs/", views.run_create, name="run_create"),
    path("runs/<uuid:run_id>/name/", history.run_name, name="run_name"),
    path("runs/<uuid:run_id>/", views.run_page, name="run_page"),
    path("runs/<uuid:run_id>/panel/", views.run_panel, name="run_panel"),
    path("runs/<uuid:run_id>/control/", views.run_control, name="run_control"),
    path("runs/<uuid:run_id>/interventions/", views.run_interventions, name="run_interventions"),
    path("runs/<uuid:run_id>/fork/", views.run_fork, name="run_fork"),
    path("runs/<uuid:run_id>/export.json", views.run_export, name="run_export"),
    path("runs/<uuid:run_id>/as/<slug:run_format>/", views.run_format, name="run_format"),
    path("runs/<uuid:run_id>/log/", views.run_log, name="run_log"),
    path("runs/<uuid:run_id>/report/", views.run_report, name="run_report"),
    path("runs/<uuid:run_id>/trace/", views.run_trace, name="run_trace"),
    path("runs/<uuid:run_id>/frames/", views.run_frames, name="run_frames"),
    path("runs/<uuid:run_id>/events/", views.run_events, name="run_events"),
    path("runs/<uuid:run_id>/advice/", advice.run_advice, name="run_advice"),
    path("runs/<uuid:run_id>/others.json", history.run_others, name="run_others"),
    path("runs/<uuid:run_id>/result.json", views.run_result, name="run_result"),
    path("runs/<uuid:run_id>/document.json", views.run_document, name="run_document"),
]
