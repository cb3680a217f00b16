"""Print one sign-in for each persona of the demo."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from shield.accounts.access import roles
from shield.demo.people import address, described


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("there are sign-ins to print in demo mode only (SHIELD_DEMO=1)")
        data = described()
        self.stdout.write(f"Password of every account: {data['password']}")
        for account in data["accounts"]:
            role = roles()[account["role"]].name
            self.stdout.write(f"  {address(account['email']):34} {role}, {account['agency']}")
