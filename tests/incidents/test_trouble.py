"""Sessions that end, brokers and mail servers that are down: what was typed or filed stays."""

import socket
from typing import Any

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client

from incidents.models import Incident, Status
from shield.core import wake
from shield.documents.models import Document
from shield.notifications import tasks
from shield.notifications.models import Notification
from tests.core import html
from tests.incidents import filling
from tests.incidents.browsing import BACKEND, address, as_, hidden, page, step
from tests.incidents.filling import now
from tests.personas import People

OURS = {"origin": "http://testserver"}


@pytest.fixture
def draft(ground: People) -> Incident:
    return filling.draft(ground, now())


def kept(source: str) -> dict[str, str]:
    """The hidden fields of the page that gives answers back."""
    return {
        one["name"]: one.get("value", "")
        for one in html.elements(source, "input")
        if one.get("type") == "hidden"
    }


def test_a_session_that_ends_gives_the_answers_back(draft: Incident, ground: People) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ground.health_practitioner, BACKEND)
    source = page(client.get(step(draft, "incident")))
    typed = {
        "facts": "Half an hour of typing",
        "fingerprint": hidden(source, "fingerprint"),
        "csrfmiddlewaretoken": hidden(source, "csrfmiddlewaretoken"),
        "action": "later",
    }
    client.cookies["sessionid"] = "ended"
    answer = client.post(step(draft, "incident"), typed, headers=OURS)
    assert answer.status_code == 403
    assert "You were signed out" in html.text(page(answer))
    assert kept(page(answer))["facts"] == "Half an hour of typing"
    assert Incident.objects.get(pk=draft.pk).facts == ""

    client.force_login(ground.health_practitioner, BACKEND)  # in another tab: the token is new
    again = client.post(step(draft, "incident"), kept(page(answer)), headers=OURS)
    if again.status_code == 403:  # the token of before the sign-in; one more press of the button
        assert "Send this again" in html.text(page(again))
        again = client.post(step(draft, "incident"), kept(page(again)), headers=OURS)
    assert again.status_code == 302
    assert Incident.objects.get(pk=draft.pk).facts == "Half an hour of typing"


def test_typing_after_the_session_ended_is_told_so(draft: Incident) -> None:
    answer = Client().post(
        step(draft, "incident"), {"facts": "X"}, headers={"X-Autosave": "1", **OURS}
    )
    assert (answer.status_code, answer.json()) == (401, {"signed_out": True})


def test_a_foreign_page_is_given_nothing_back(draft: Incident) -> None:
    answer = Client().post(
        step(draft, "incident"), {"facts": "X"}, headers={"origin": "https://elsewhere.example"}
    )
    assert answer.status_code == 403
    assert "facts" not in kept(page(answer))


def test_a_membership_that_ends_mid_form_ends_the_work(draft: Incident, ground: People) -> None:
    client = as_(ground.health_practitioner)
    seen = hidden(page(client.get(step(draft, "incident"))), "fingerprint")
    yesterday = filling.london_day(filling.day_before(now(), 1))
    ground.health_practitioner.memberships.update(ends_on=yesterday)
    answer = client.post(
        step(draft, "incident"), {"facts": "X", "fingerprint": seen, "action": "later"}
    )
    assert answer.status_code in (403, 404)
    assert Incident.objects.get(pk=draft.pk).facts == ""


class BrokenMail(BaseEmailBackend):
    def send_messages(self, email_messages: Any) -> int:
        raise ConnectionRefusedError("no mail server")


def submit_page(draft: Incident, client: Client) -> Any:
    return client.post(address("notification_check", draft), {"declared": "on"})


@pytest.mark.django_db(transaction=True)
def test_with_the_broker_down_it_is_filed_and_everything_waits(
    ground: People, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []

    class Down:
        def is_up(self) -> bool:
            return False

        def was_down(self) -> None: ...

    monkeypatch.setattr(wake, "_broker", Down())
    monkeypatch.setattr(wake.current_app, "send_task", lambda name, **_: sent.append(name))
    draft = filling.filled(ground, now())
    answer = submit_page(draft, as_(ground.health_practitioner))
    assert answer.status_code == 302
    assert Incident.objects.get(pk=draft.pk).status == Status.SUBMITTED
    assert sent == []
    assert set(Document.objects.values_list("status", flat=True)) == {"waiting"}
    assert Notification.objects.filter(state="waiting").count() == 4


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_falls_over_while_it_is_told_keeps_nobody_from_filing(
    ground: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise ConnectionRefusedError(socket.gethostname())

    monkeypatch.setattr(wake.current_app, "send_task", refuse)
    draft = filling.filled(ground, now())
    assert submit_page(draft, as_(ground.health_practitioner)).status_code == 302
    assert Incident.objects.get(pk=draft.pk).status == Status.SUBMITTED


def test_with_mail_down_it_is_filed_and_the_mail_waits(ground: People, settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.BrokenMail"
    draft = filling.filled(ground, now())
    assert submit_page(draft, as_(ground.health_practitioner)).status_code == 302
    tasks.sweep()
    assert Incident.objects.get(pk=draft.pk).status == Status.SUBMITTED
    assert set(Notification.objects.values_list("state", flat=True)) == {"waiting"}


def test_when_mail_is_back_everybody_is_mailed_once(ground: People, settings: Any) -> None:
    from django.core import mail

    filling.submitted(ground, now())
    tasks.sweep()
    tasks.sweep()
    assert sorted(message.to[0] for message in mail.outbox) == [
        "authority.lead@example.test",
        "health.lead@example.test",
        "health.practitioner@example.test",
        "operations@example.test",
    ]
