from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "shield.accounts"
    label = "accounts"
