from django.urls import path

from apps.progress import views

urlpatterns = [
    path("learn/", views.lesson_list, name="lesson_list"),
    path("learn/items/<uuid:item_id>/", views.attempt_begin, name="attempt_begin"),
    path("learn/previews/<uuid:authored_id>/", views.attempt_preview, name="attempt_preview"),
    path("learn/attempts/<uuid:attempt_id>/", views.attempt_page, name="attempt_page"),
    path("learn/attempts/<uuid:attempt_id>/history/", views.attempt_history, name="attempt_history"),
    path("learn/attempts/<uuid:attempt_id>/sheet/", views.attempt_sheet, name="attempt_sheet"),
    path("learn/attempts/<uuid:attempt_id>/step/", views.attempt_step, name="attempt_step"),
    path("learn/attempts/<uuid:attempt_id>/answers/<slug:step>/", views.attempt_answer, name="attempt_answer"),
    path("learn/attempts/<uuid:attempt_id>/steps/<slug:step>/", views.attempt_outcome, name="attempt_outcome"),
    path("learn/attempts/<uuid:attempt_id>/runs/", views.attempt_run, name="attempt_run"),
    path("learn/attempts/<uuid:attempt_id>/checks/", views.attempt_check, name="attempt_check"),
    path("learn/attempts/<uuid:attempt_id>/sandbox/", views.attempt_sandbox, name="attempt_sandbox"),
    path("learn/checks/<uuid:submission_id>/", views.check_page, name="check_page"),
    path("learn/checks/<uuid:submission_id>/cancel/", views.check_cancel, name="check_cancel"),
    path("learn/checks/<uuid:submission_id>/restore/", views.check_restore, name="check_restore"),
]
