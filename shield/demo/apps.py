from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "shield.demo"
    label = "demo"
