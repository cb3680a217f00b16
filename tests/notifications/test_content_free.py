"""No template and no message holds what the demo's children are called, or where they live."""

import json

import pytest
from django.conf import settings

from shield.notifications import delivery, services
from shield.notifications.message import Message
from tests.notifications.content_free import leaks, mails, templates
from tests.notifications.mailers import MESSAGE

PERSONAL = ("first_names", "last_name", "other_names", "address", "nhs_number", "upn")


def demo_children():
    """What is personal about the demo's children and their families."""
    data = json.loads((settings.BASE_DIR / "shield/demo/data/incidents.json").read_text())
    children = [child for one in data["notifications"] for child in one.get("children", [])]
    found = {str(child[key]) for child in children for key in PERSONAL if child.get(key)}
    return found | {one["name"] for n in data["notifications"] for one in n.get("family", [])}


def test_the_demo_has_children_to_look_for():
    assert len(demo_children()) > 10


def test_no_template_holds_a_demo_child():
    assert leaks(templates(), demo_children()) == []


def test_the_search_sees_the_modules_that_write_messages():
    assert "incidents/emails.py" in templates()


def test_a_message_of_reference_and_link_is_clean(people, at):
    services.notify(recipients=[people.health_lead], key="k", message=MESSAGE, at=at)
    delivery.deliver_next(at=at)
    assert leaks(mails(), demo_children()) == []


@pytest.mark.parametrize("name", ["Juniper", "JUNIPER", "14 Larch\nClose, Demoford DM1-2ZZ"])
def test_a_planted_name_is_found_in_message_and_mail(people, at, name):
    """Negative control: the search would notice."""
    message = Message(subject="News", lines=(f"About {name}.",), url="/")
    services.notify(recipients=[people.health_lead], key="k", message=message, at=at)
    delivery.deliver_next(at=at)
    found = leaks(mails(), demo_children())
    assert sorted({where.split()[0] for where in found}) == ["mail", "message"]
