from django.urls import path

from apps.lectures import views

urlpatterns = [
    path("lectures/", views.lecture_list, name="lecture_list"),
    path("lectures/join/", views.lecture_join, name="lecture_join"),
    path("lectures/<uuid:lecture_id>/", views.lecture_page, name="lecture_page"),
    path("lectures/<uuid:lecture_id>/question/", views.lecture_ask, name="lecture_ask"),
    path("lectures/<uuid:lecture_id>/start/", views.lecture_start, name="lecture_start"),
    path("lectures/<uuid:lecture_id>/failure/", views.lecture_inject, name="lecture_inject"),
    path("lectures/<uuid:lecture_id>/doors/", views.lecture_doors, name="lecture_doors"),
    path("seats/<uuid:seat_id>/", views.seat_page, name="seat_page"),
    path("seats/<uuid:seat_id>/answer/", views.seat_answer, name="seat_answer"),
]
