from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "shield.documents"
    label = "documents"
