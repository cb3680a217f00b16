from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "shield.clocks"
    label = "clocks"
