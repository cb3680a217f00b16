"""`manage.py explain_clock --rule ID --from MOMENT [--json]`: why is something due on a day?"""

import json
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from shield.clocks import services
from shield.clocks.models import RuleVersion
from shield.clocks.services.keeping import as_json
from shield.core.london import LONDON, day_words, london_day, moment_words, short_day
from shield.core.refusals import Refusal


class Command(BaseCommand):
    help = "Count from a moment by a rule of the register, and show each day of the working."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rule", required=True, help="id of a rule: incident.notify_panel")
        parser.add_argument(
            "--from", required=True, dest="trigger", help="2026-12-22T16:30, London time"
        )
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *, rule: str, trigger: str, **options: Any) -> None:
        try:
            moment = _moment(trigger)
            version = RuleVersion.objects.in_force(rule, london_day(moment))
            working = services.explain(version, moment)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        if version.began_after(london_day(moment)):
            self.stderr.write(
                f"The register begins on {short_day(version.valid_from)} for this rule; "
                "counted by its first version."
            )
        if options["json"]:
            found = {
                "rule": working.rule,
                "version": working.version,
                "from": moment.isoformat(),
                "due_on": working.due_on.isoformat(),
                "working": as_json(working.days),
            }
            if working.warning:
                found["warning"] = working.warning
            self.stdout.write(json.dumps(found, indent=2, ensure_ascii=False))
            return
        self.stdout.write(f"{version.rule.name} ({rule}, version {version.number})")
        self.stdout.write(f"{version.quantity}, counted from: {version.trigger}")
        self.stdout.write(f"Source: {version.source} ({version.status})")
        if version.national is not None:
            self.stdout.write(f"Local amount; the national value is {version.national.quantity}")
        self.stdout.write(f"From {moment_words(moment)}")
        for day in working.days:
            self.stdout.write(
                f"  {'+' if day.counted else '-'} {day_words(day.date)}: {day.reason}"
            )
        self.stdout.write(f"Due by the end of {day_words(working.due_on)}")
        if working.warning:
            self.stdout.write(working.warning)


def _moment(text: str) -> datetime:
    """An ISO 8601 day or moment; London's clock where it names no zone."""
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=LONDON)).astimezone(LONDON)
    except (ValueError, OverflowError) as error:
        raise CommandError(
            f"“{text}” is not a date and time; write it like 2026-12-22T16:30"
        ) from error
