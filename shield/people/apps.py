from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "shield.people"
    label = "people"
