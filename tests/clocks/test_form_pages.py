"""The pages on which rules and one-off days are changed: shown first, then done."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from shield.clocks.models import Clock, HolidayOverride, Rule
from shield.core import working_days
from shield.core.london import LONDON, day_words
from shield.core.working_days import Unit
from tests.clocks.pages import amendment, as_, one_off_day, seen, shown, to_come
from tests.personas import People

Start = Callable[..., Clock]


def test_a_rule_is_amended_once_its_effect_was_seen(panel: Rule, people: People) -> None:
    page, client = reverse("rule_amend", kwargs={"pk": panel.pk}), as_(people.operations)
    answers = amendment() | seen(client.post(page, amendment()).content.decode())
    response = client.post(page, answers, follow=True)
    assert response.redirect_chain == [(panel.get_absolute_url(), 302)]
    assert "Local amount: 3 working days" in response.content.decode()
    assert panel.versions.count() == 2


def test_an_amendment_shows_what_it_would_do_and_saves_nothing(
    start: Start, panel: Rule, people: People
) -> None:
    start(rule=panel.slug)
    page = reverse("rule_amend", kwargs={"pk": panel.pk})
    response = as_(people.operations).post(page, amendment())
    html = response.content.decode()
    today = timezone.localdate()
    was, now = (
        day_words(working_days.count(today, unit=Unit.WORKING_DAYS, amount=amount)[-1].date)
        for amount in (5, 3)
    )
    assert response.status_code == 200
    for words in (
        "Nothing has been saved yet",
        "5 working days (version 1",
        "<strong>3 working days</strong>",
        day_words(today + timedelta(days=1)),
        f"Counted from today, {day_words(today)}",
        f"due by the end of {was} by the old amount, by the end of {now} by the new one",
        "0 are touched: clocks that run keep their version",
        "the rule becomes local",
        "The national value is 5 working days",
        f'href="{panel.get_absolute_url()}">Cancel</a>',
    ):
        assert words in html
    assert "Waiting version" not in html
    assert panel.versions.count() == 1


def test_a_version_that_waits_and_is_not_replaced_is_said_to_stand(
    panel: Rule, people: People
) -> None:
    to_come(people, panel)
    later = timezone.localdate() + timedelta(days=40)
    days = {f"valid_from_{n}": str(part) for n, part in enumerate((later.day, later.month))}
    answers = amendment(amount="4", valid_from_2=str(later.year), **days)
    page = reverse("rule_amend", kwargs={"pk": panel.pk})
    html = as_(people.operations).post(page, answers).content.decode()
    assert "Version 2 is not withdrawn: it starts on" in html
    assert "0 are touched: clocks that run keep their version" in html


@pytest.mark.parametrize(
    "change", [{"amount": "4"}, {"unit": "weeks"}, {"valid_from_2": "2104"}], ids=str
)
def test_another_amendment_than_the_one_seen_is_shown_first(
    change: dict[str, str], panel: Rule, people: People
) -> None:
    page, client = reverse("rule_amend", kwargs={"pk": panel.pk}), as_(people.operations)
    answers = amendment(**change) | seen(client.post(page, amendment()).content.decode())
    assert "Nothing has been saved yet" in client.post(page, answers).content.decode()
    assert panel.versions.count() == 1


def test_an_effect_seen_before_somebody_else_amended_is_shown_again(
    panel: Rule, people: People
) -> None:
    page, client = reverse("rule_amend", kwargs={"pk": panel.pk}), as_(people.operations)
    answers = amendment(amount="4")
    answers |= seen(client.post(page, answers).content.decode())
    to_come(people, panel)
    assert "Version 2 is withdrawn by this" in client.post(page, answers).content.decode()
    assert panel.versions.standing().count() == 2


def test_an_amendment_that_was_shown_can_be_changed(panel: Rule, people: People) -> None:
    page, client = reverse("rule_amend", kwargs={"pk": panel.pk}), as_(people.operations)
    answers = amendment(valid_from_0="1", valid_from_1="dec", valid_from_2="2100")
    preview = client.post(page, answers).content.decode()
    html = client.post(page, answers | seen(preview) | {"change": "1"}).content.decode()
    for kept in ('value="3"', 'value="Executive"', 'value="dec"', 'value="2100"'):
        assert kept in preview
        assert kept in html
    assert "Continue" in html
    assert panel.versions.count() == 1


def test_an_amendment_of_the_source_alone_is_refused_beside_the_amount(
    panel: Rule, people: People
) -> None:
    page = reverse("rule_amend", kwargs={"pk": panel.pk})
    response = as_(people.operations).post(page, amendment(amount="5"))
    html = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_amount"' in html
    assert html.count("Change the amount or the reminders, or leave the rule as it is") == 2
    assert 'value="Executive"' in html


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"amount": ""}, "Enter the amount"),
        ({"amount": "many"}, "Amount must be a whole number"),
        ({"amount": "0"}, "Amount must be 1 or more"),
        ({"source": ""}, "Enter the source"),
        ({"unit": "fixed_date"}, "Select the unit"),
        ({"valid_from_0": "31", "valid_from_1": "2"}, "must be a real date"),
        ({"remind_unit": "weeks"}, "Select the days in which reminders are counted"),
        ({"remind_before": "soon"}, "Days before it is due must be whole numbers, like 5, 2, 1"),
        ({"remind_before": "1001"}, "Days before it is due must be between 0 and 1,000 each"),
        ({"remind_after": "0, 1"}, "Days after it was due must be between 1 and 1,000 each"),
        ({"valid_from_2": "2020"}, "A new version can start today at the earliest"),
    ],
)
def test_a_wrong_answer_is_said_on_the_form_and_kept(
    change: dict[str, str], message: str, panel: Rule, people: People
) -> None:
    page = reverse("rule_amend", kwargs={"pk": panel.pk})
    response = as_(people.operations).post(page, amendment(**change))
    html = response.content.decode()
    assert response.status_code == 422
    assert message in html
    assert "There is a problem" in html
    if "source" not in change:
        assert 'value="Executive"' in html
    assert panel.versions.count() == 1


REMINDED = {
    "amount": "5",
    "remind_unit": "working_days",
    "remind_before": "1, 2 and 5",
    "remind_after": "1 2",
}


def test_reminders_are_amended_once_their_effect_was_seen(panel: Rule, people: People) -> None:
    page, client = reverse("rule_amend", kwargs={"pk": panel.pk}), as_(people.operations)
    preview = client.post(page, amendment(**REMINDED)).content.decode()
    for words in (
        "5 working days, as before",
        "5, 2, 1 and 0 days before; when overdue every day; from 1 day before",
        "<strong>5, 2 and 1 working days before; 1 and 2 working days after the due day; "
        "from 1 working day before also to: Operations team</strong> (Executive)",
        "Statutory, as before",
    ):
        assert words in preview
    html = client.post(page, amendment(**REMINDED) | seen(preview), follow=True).content.decode()
    assert "the amount is 5 working days. Reminders: 5, 2 and 1 working days before" in html
    assert "also to: Operations team (Executive)" in html
    assert panel.versions.standing().count() == 2


def test_other_reminders_than_those_seen_are_shown_first(panel: Rule, people: People) -> None:
    page, client = reverse("rule_amend", kwargs={"pk": panel.pk}), as_(people.operations)
    answers = amendment(**REMINDED) | seen(
        client.post(page, amendment(**REMINDED)).content.decode()
    )
    html = client.post(page, answers | {"remind_after": "1"}).content.decode()
    assert "Nothing has been saved yet" in html
    assert panel.versions.count() == 1


def test_the_form_begins_with_the_reminders_that_there_are(rules: None, people: People) -> None:
    rule = Rule.objects.get(slug="conference.report")
    html = shown(as_(people.operations), "rule_amend", pk=rule.pk)
    for words in (
        'value="5, 2, 1, 0"',
        'value="1, 2, 5"',
        "5, 2, 1 and 0 working days before; 1, 2 and 5 working days after the due day",
        "its reminders then are: every working day",
    ):
        assert words in html


def test_a_rule_without_an_amount_has_no_form(rules: None, people: People) -> None:
    rule = Rule.objects.get(slug="policy.review")
    client = as_(people.operations)
    assert client.get(reverse("rule_amend", kwargs={"pk": rule.pk})).status_code == 404
    assert "Amend this rule" not in shown(client, "rule_detail", pk=rule.pk)


def test_a_version_is_withdrawn_once_it_was_confirmed(panel: Rule, people: People) -> None:
    version = to_come(people, panel)
    page = reverse("version_withdraw", kwargs={"pk": version.pk})
    client = as_(people.operations)
    assert page in shown(client, "rule_detail", pk=panel.pk)
    assert page not in shown(as_(people.health_lead), "rule_detail", pk=panel.pk)
    assert "Withdraw version 2?" in client.get(page).content.decode()
    assert panel.versions.standing().count() == 2
    html = client.post(page, follow=True).content.decode()
    assert "Version 2 was withdrawn. Open clocks now due on another day: 0." in html
    assert "by Olive Operations" in html
    assert "Withdrawn" in html
    assert panel.versions.standing().count() == 1
    assert client.get(page).status_code == 404


def test_a_version_in_force_has_no_page_to_withdraw_it(panel: Rule, people: People) -> None:
    version = panel.versions.get()
    client = as_(people.operations)
    page = reverse("version_withdraw", kwargs={"pk": version.pk})
    assert client.get(page).status_code == 404
    assert page not in shown(client, "rule_detail", pk=panel.pk)


def test_a_second_amendment_from_the_same_day_says_what_it_replaces(
    start: Start, panel: Rule, people: People
) -> None:
    version = to_come(people, panel)
    start(rule=panel.slug, trigger=timezone.now() + timedelta(days=1))
    page = reverse("rule_amend", kwargs={"pk": panel.pk})
    client = as_(people.operations)
    html = client.get(page).content.decode()
    assert "takes the place of version 2. 1 open clock counts by that version" in html
    preview = client.post(page, amendment(amount="4")).content.decode()
    assert "1 counts by version 2 and would be counted again" in preview
    assert "Version 2 is withdrawn by this and never comes into force" in preview
    client.post(page, amendment(amount="4") | seen(preview))
    version.refresh_from_db()
    assert version.withdrawn_at is not None
    assert [one.amount for one in panel.versions.standing().order_by("valid_from")] == [5, 4]


FUNERAL = {
    "day_0": "4",
    "day_1": "1",
    "day_2": "2027",
    "kind": "holiday",
    "name": "State funeral",
    "source": "Proclamation",
}


def confirmed(html: str) -> dict[str, str]:
    return FUNERAL | seen(html)


def test_a_one_off_day_is_added_once_its_effect_was_seen(start: Start, people: People) -> None:
    clock = start(trigger=datetime(2026, 12, 30, 12, tzinfo=LONDON))
    client, page = as_(people.operations), reverse("holiday_add")
    preview = client.post(page, FUNERAL).content.decode()
    assert "<strong>1 open clock</strong> would be due on another day" in preview
    assert "If you save Monday 4 January 2027" in preview
    assert not HolidayOverride.objects.exists()
    response = client.post(page, confirmed(preview), follow=True)
    assert "Open clocks now due on another day: 1." in response.content.decode()
    assert HolidayOverride.objects.get().is_working is False
    assert clock.changes.count() == 1


def test_another_day_than_the_one_seen_is_shown_first(rules: None, people: People) -> None:
    client, page = as_(people.operations), reverse("holiday_add")
    answers = confirmed(client.post(page, FUNERAL).content.decode())
    html = client.post(page, answers | {"day_0": "5"}).content.decode()
    assert "If you save Tuesday 5 January 2027" in html
    assert not HolidayOverride.objects.exists()


def test_a_one_off_day_is_taken_back_once_its_effect_was_seen(start: Start, people: People) -> None:
    start(trigger=datetime(2026, 12, 30, 12, tzinfo=LONDON))
    day = one_off_day(people, date(2027, 1, 4))
    client, page = as_(people.operations), day.get_absolute_url()
    html = client.get(page).content.decode()
    assert "<strong>1 open clock</strong> would be due on another day" in html
    assert HolidayOverride.objects.standing().exists()
    response = client.post(page, follow=True)
    html = response.content.decode()
    assert "was taken back. Open clocks now due on another day: 1." in html
    assert "by Olive Operations" in html
    assert not HolidayOverride.objects.standing().exists()
    assert client.get(page).status_code == 404


def test_only_those_who_may_are_offered_to_take_a_day_back(rules: None, people: People) -> None:
    page = one_off_day(people, date(2027, 1, 4)).get_absolute_url()
    assert page in shown(as_(people.operations), "holiday_list")
    assert page not in shown(as_(people.health_lead), "holiday_list")


def test_the_list_says_until_when_bank_holidays_are_known(rules: None, people: People) -> None:
    said = f"Bank holidays are known until the end of {working_days.KNOWN_UNTIL}."
    assert said in shown(as_(people.champion), "holiday_list")


@override_settings(SHIELD_STEP_UP_SECONDS=0)
@pytest.mark.parametrize(
    "name", ["rule_amend", "version_withdraw", "holiday_add", "holiday_remove"]
)
def test_changing_rules_and_days_asks_for_a_fresh_proof(
    name: str, panel: Rule, people: People
) -> None:
    day, version = one_off_day(people, date(2027, 1, 4)), to_come(people, panel)
    ids = {"rule_amend": panel.pk, "holiday_remove": day.pk, "version_withdraw": version.pk}
    page = reverse(name, kwargs={"pk": ids[name]} if name in ids else None)
    client = as_(people.operations)
    assert client.get(page)["Location"].startswith(reverse("confirm"))
    sent = {
        "rule_amend": amendment(amount="4")
        | {"seen": f"2 4 working_days {version.valid_from} calendar_days 5,2,1,0 "},
        "holiday_add": FUNERAL | {"seen": "2027-01-04 holiday"},
    }
    client.post(page, sent.get(name, {}))
    assert list(panel.versions.standing().order_by("-number")[:1]) == [version]
    assert HolidayOverride.objects.get() == day
    assert HolidayOverride.objects.standing().exists()
