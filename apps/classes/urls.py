from django.urls import path

from apps.classes import views

urlpatterns = [
    path("classes/", views.class_list, name="class_list"),
    path("classes/join/", views.class_join, name="class_join"),
    path("classes/<uuid:class_id>/", views.class_page, name="class_page"),
    path("classes/<uuid:class_id>/settings/", views.class_settings, name="class_settings"),
    path("classes/<uuid:class_id>/members/", views.class_member, name="class_member"),
    path("classes/<uuid:class_id>/leave/", views.class_leave, name="class_leave"),
    path("classes/<uuid:class_id>/board/", views.class_board, name="class_board"),
    path("classes/<uuid:class_id>/gradebook/", views.class_gradebook, name="class_gradebook"),
    path("classes/<uuid:class_id>/gradebook.csv", views.class_gradebook_csv, name="class_gradebook_csv"),
    path("classes/<uuid:class_id>/assignments/", views.assignment_create, name="assignment_create"),
    path("assignments/<uuid:assignment_id>/", views.assignment_work, name="assignment_work"),
    path("assignments/<uuid:assignment_id>/wall/", views.assignment_wall, name="assignment_wall"),
    path("assignments/<uuid:assignment_id>/works/<int:membership>/", views.assignment_sheet, name="assignment_sheet"),
    path("assignments/<uuid:assignment_id>/change/", views.assignment_change, name="assignment_change"),
    path("assignments/<uuid:assignment_id>/extend/", views.assignment_extend, name="assignment_extend"),
    path("assignments/<uuid:assignment_id>/open/", views.assignment_open, name="assignment_open"),
    path("assignments/<uuid:assignment_id>/regrade/", views.assignment_regrade, name="assignment_regrade"),
]
