"""Load the demo partnership, once: its arrangements, an account a persona, notifications,
conferences."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from conferences.services.lists import load_lists
from incidents.services.options import load_options
from partnership.services import load_partnership
from shield.accounts.models import User
from shield.clocks.services import load_rules
from shield.demo.actions import load_actions
from shield.demo.agendas import load_agendas
from shield.demo.business import load_business
from shield.demo.conferences import load_conferences
from shield.demo.decisions import load_decisions
from shield.demo.differences import load_differences
from shield.demo.incidents import load_incidents
from shield.demo.meetings import load_meetings
from shield.demo.minutes import load_minutes
from shield.demo.people import DATA, load_people
from shield.demo.scrutiny import load_scrutiny


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--people-only",
            action="store_true",
            help="leave out the invented notifications and conferences",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("the demo is only loaded in demo mode (SHIELD_DEMO=1)")
        if User.objects.exists():
            self.stdout.write("demo: there are people already; nothing was loaded")
            return
        now = timezone.now()
        with transaction.atomic():
            load_rules()
            load_options()
            done = load_partnership(DATA / "partnership", at=now)
            load_people(today=timezone.localdate(now))
            load_lists()
            load_business(now=now)
            load_minutes(now=now)
            load_agendas(now=now)
            load_decisions(now=now)
            load_meetings(now=now)
            load_differences(now=now)
            load_scrutiny(now=now)
            load_actions(now=now)
            told = 0 if options["people_only"] else load_incidents(now=now)
            held = 0 if options["people_only"] else load_conferences(now=now)
        agencies, groups = done.tables[0].added, done.tables[1].added
        self.stdout.write(
            f"demo: {agencies} agencies, {groups} groups, {told} notifications, {held} conferences"
        )
