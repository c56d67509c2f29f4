from django.urls import path

from apps.lectures.consumers import LectureConsumer

websocket_urlpatterns = [path("ws/lectures/<uuid:lecture_id>/", LectureConsumer.as_asgi(), name="lecture_socket")]
