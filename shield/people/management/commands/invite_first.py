"""`manage.py invite_first`: the first system administrator of a new portal."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import timezone

from shield.accounts.models import Agency, User
from shield.people import delivery, services


class Command(BaseCommand):
    help = (
        "Invites the first system administrator and prints the link, once. Whoever opens it "
        "chooses a password and invites everybody else. Refuses while there is such a person."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("full_name")
        parser.add_argument("--agency", help="name of the agency; needed if there are several")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        try:
            validate_email(options["email"])
        except ValidationError as error:
            raise CommandError(f"{options['email']} is no email address") from error
        if any(
            person.has_usable_password()
            for person in User.objects.holding("system-administrator", on=timezone.localdate(at))
        ):
            raise CommandError(
                "There is a system administrator already: ask them for an invitation."
            )
        invited = services.invite_first(
            email=options["email"],
            full_name=options["full_name"],
            agency=self.agency(options["agency"]),
            starts_on=timezone.localdate(at),
            at=at,
        )
        self.stdout.write("Open this within the next days; it works once and is shown once:")
        self.stdout.write(delivery.link(invited.token))

    def agency(self, name: str | None) -> Agency:
        agencies = Agency.objects.filter(name=name) if name else Agency.objects.all()
        found = list(agencies.by_name()[:2])
        if len(found) == 1:
            return found[0]
        if not found:
            raise CommandError("There is no such agency: load the agencies first.")
        raise CommandError("There are several agencies: say which with --agency NAME.")
