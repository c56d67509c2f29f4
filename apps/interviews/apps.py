from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "apps.interviews"
