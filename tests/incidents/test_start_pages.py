"""A notification is started once; its task list says how far it is and when it is due."""

from django.test import Client

from incidents.models import Incident
from tests.incidents import filling
from tests.incidents.browsing import address, as_, beside, hidden, open_and_send, page, text
from tests.incidents.filling import now
from tests.personas import People


def stored(draft: Incident) -> Incident:
    return Incident.objects.get(pk=draft.pk)


def test_a_notification_is_started_for_ones_own_agency(ground: People, health: Client) -> None:
    url = address("notification_start")
    answer = open_and_send(health, url, {"agency": ground.agencies.health.pk})
    incident = Incident.objects.get()
    assert answer["Location"] == address("notification_tasks", incident)
    assert (incident.agency, incident.notifier) == (
        ground.agencies.health,
        ground.health_practitioner,
    )


def test_no_notification_is_started_for_another_agency(ground: People, health: Client) -> None:
    url = address("notification_start")
    answer = open_and_send(health, url, {"agency": ground.agencies.police.pk})
    assert beside(page(answer), "agency") != ""
    assert not Incident.objects.exists()


def test_the_start_page_sent_twice_leads_to_one_draft(ground: People, health: Client) -> None:
    url = address("notification_start")
    sent = {
        "form_token": hidden(page(health.get(url)), "form_token"),
        "agency": ground.agencies.health.pk,
    }
    assert health.post(url, sent)["Location"] == health.post(url, sent)["Location"]
    assert Incident.objects.count() == 1


def test_the_start_page_sent_again_later_leads_to_what_was_filed(
    ground: People, health: Client
) -> None:
    incident = filling.submitted(ground, now())
    sent = {"form_token": str(incident.form_token), "agency": ground.agencies.health.pk}
    answer = health.post(address("notification_start"), sent)
    assert answer["Location"] == incident.get_absolute_url()


def test_the_start_page_with_somebody_elses_mark_is_refused_in_words(ground: People) -> None:
    incident = filling.draft(ground, now())
    sent = {"form_token": str(incident.form_token), "agency": ground.agencies.police.pk}
    answer = as_(ground.police_lead).post(address("notification_start"), sent)
    assert "This page was used before" in text(answer)


def test_the_task_list_says_how_far_each_page_is(ground: People, health: Client) -> None:
    draft = filling.filled(ground, now(), without=("view", "communication"))
    found = text(health.get(address("notification_tasks", draft)))
    assert "You have completed 9 of 11 sections." in found
    assert found.count("Not started") == 2
    assert found.count("Completed") == 9


def test_the_task_list_says_when_it_is_due(ground: People, health: Client) -> None:
    draft = filling.filled(ground, now())
    assert draft.partnership_clock is not None
    answer = health.get(address("notification_tasks", draft))
    assert "Due by the end of" in text(answer)
    clock = address("clock_detail", pk=draft.partnership_clock.pk)
    assert clock in page(answer)
    assert health.get(clock).status_code == 200


def test_the_task_list_of_an_overdue_draft_says_so(ground: People, health: Client) -> None:
    at = now()
    changes = {
        "dates": {
            "happened": "approximate",
            "happened_roughly": "In the spring",
            "agency_aware_at": filling.day_before(at, 30),
        }
    }
    draft = filling.filled(ground, at, changes=changes)
    assert "it will be accepted and marked late" in text(
        health.get(address("notification_tasks", draft))
    )


def test_a_draft_is_discarded_and_brought_back(ground: People, health: Client) -> None:
    draft = filling.draft(ground, now())
    assert "Discard this draft?" in text(health.get(address("notification_discard", draft)))
    assert health.post(address("notification_discard", draft)).status_code == 302
    tasks = health.get(address("notification_tasks", draft))
    assert "This draft was discarded" in text(tasks)
    assert health.post(address("notification_restore", draft)).status_code == 302
    assert stored(draft).is_draft


def test_discarding_twice_is_said_and_harms_nothing(ground: People, health: Client) -> None:
    draft = filling.draft(ground, now())
    health.post(address("notification_discard", draft))
    answer = health.post(address("notification_discard", draft), follow=True)
    assert "Only a draft can be discarded" in text(answer)
