from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "shield.reporting"
    label = "reporting"
