import csv
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shield.clocks import services
from shield.clocks.models import Clock, HolidayOverride, Rule, RuleVersion
from tests.clocks.pages import amendment, as_, one_off_day, shown, to_come
from tests.personas import People

Start = Callable[..., Clock]
SIGNED_IN = ["clock_list", "rule_list", "holiday_list"]


# --- who may open what ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", SIGNED_IN)
def test_a_stranger_is_asked_to_sign_in(name: str, rules: None) -> None:
    response = Client().get(reverse(name))
    assert response.status_code == 302
    assert reverse("account_login") in response["Location"]


@pytest.mark.parametrize("name", SIGNED_IN)
def test_every_persona_may_read_the_lists_and_the_register(
    name: str, rules: None, people: People
) -> None:
    for user in people:
        if user != people.leaver:
            assert as_(user).get(reverse(name)).status_code == 200


def test_only_the_operations_team_opens_the_forms(panel: Rule, people: People) -> None:
    day, version = one_off_day(people, date(2027, 1, 4)), to_come(people, panel)
    pages = [
        reverse("version_withdraw", kwargs={"pk": version.pk}),
        reverse("rule_amend", kwargs={"pk": panel.pk}),
        reverse("holiday_add"),
        day.get_absolute_url(),
    ]
    for user in people:
        # A leaver is told that their access has ended, whatever page they ask for.
        expected = {people.operations: 200, people.leaver: 403}.get(user, 404)
        assert [as_(user).get(page).status_code for page in pages] == [expected] * 4


def test_a_refused_amendment_changes_nothing(panel: Rule, people: People) -> None:
    page = reverse("rule_amend", kwargs={"pk": panel.pk})
    assert as_(people.health_lead).post(page, amendment()).status_code == 404
    assert panel.versions.count() == 1


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("health_practitioner", 200),
        ("health_lead", 200),
        ("operations", 200),
        ("health_colleague", 404),
        ("police_lead", 404),
        ("auditor", 404),
    ],
)
def test_a_clock_is_seen_by_its_people_alone(
    persona: str, status: int, start: Start, people: People
) -> None:
    page = reverse("clock_detail", kwargs={"pk": start().pk})
    assert as_(people.named()[persona]).get(page).status_code == status


def test_an_unseen_clock_and_an_absent_one_answer_alike(start: Start, people: People) -> None:
    client = as_(people.police_lead)
    unseen = client.get(reverse("clock_detail", kwargs={"pk": start().pk}))
    absent = client.get(reverse("clock_detail", kwargs={"pk": 10**9}))
    assert unseen.status_code == absent.status_code == 404
    assert unseen.content == absent.content


# --- what a page says -----------------------------------------------------------------------------


def test_the_clock_page_shows_each_day_and_why(start: Start, people: People) -> None:
    html = shown(as_(people.health_lead), "clock_detail", pk=start().pk)
    for words in (
        "Due by the end of Tuesday 1 December 2026",
        "Tuesday 24 November 2026",
        "day 0: the day from which it is counted",
        "Saturday 28 November 2026",
        "incident.notify_partnership",
        "Local serious incident procedures, November 2019",
    ):
        assert words in html


def test_a_local_amount_says_so_beside_the_national_value(
    start: Start, panel: Rule, people: People
) -> None:
    today = timezone.localdate()
    services.amend_rule(
        rule=panel,
        amount=3,
        unit="working_days",
        source="Executive",
        valid_from=today,
        by=people.operations,
        at=timezone.now(),
    )
    clock = start(rule=panel.slug, trigger=timezone.now())
    said = "Local amount: 3 working days. The national value is 5 working days"
    assert said in shown(as_(people.health_lead), "clock_detail", pk=clock.pk)
    assert said in shown(as_(people.auditor), "rule_detail", pk=panel.pk)
    assert "national value: 5 working days" in shown(as_(people.auditor), "rule_list")


def test_a_rule_counted_before_the_register_begins_says_so(start: Start, people: People) -> None:
    clock = start(trigger=timezone.now() - timedelta(days=365 * 10))
    html = shown(as_(people.health_lead), "clock_detail", pk=clock.pk)
    assert "The register has no version of this rule for so early a day" in html


def test_the_record_is_offered_to_those_it_concerns(start: Start, people: People) -> None:
    start()
    link = 'href="/incidents/1/"'
    assert link in shown(as_(people.health_practitioner), "clock_list")
    assert link in shown(as_(people.health_lead), "clock_list")
    assert link not in shown(as_(people.operations), "clock_list")
    assert "SIN-2026-0001" in shown(as_(people.operations), "clock_list")


def test_what_is_overdue_is_tagged(start: Start, people: People) -> None:
    start(trigger=timezone.now() - timedelta(days=30))
    assert "govuk-tag--red" in shown(as_(people.health_practitioner), "clock_list")


@pytest.fixture
def four(start: Start, people: People) -> dict[str, Clock]:
    now = timezone.now()
    made = {
        "mine": start(subject="mine", trigger=now, holder=people.health_lead),
        "overdue": start(subject="overdue", trigger=now - timedelta(days=60)),
        "met": start(subject="met", trigger=now),
        "late": start(subject="late", trigger=now - timedelta(days=60), rule="policy.review"),
    }
    for name in ("met", "late"):
        services.complete(clock=made[name], met_at=now, by=None, at=now)
    return made


def day_query(day: date) -> str:
    return f"?due_0={day.day}&due_1={day.month}&due_2={day.year}"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["overdue", "mine"]),
        ("?whose=mine", ["mine"]),
        ("?whose=agency", ["overdue", "mine"]),
        ("?state=overdue", ["overdue"]),
        ("?state=met", ["late", "met"]),
        ("?state=late", ["late"]),
        ("?state=cancelled", []),
        ("?state=any", ["late", "overdue", "met", "mine"]),
        (day_query(timezone.localdate()), ["overdue"]),
    ],
)
def test_the_list_is_narrowed(
    query: str, expected: list[str], four: dict[str, Clock], people: People
) -> None:
    response = as_(people.health_lead).get(reverse("clock_list") + query)
    assert _subjects(response) == expected


def _subjects(response: Any) -> list[str]:
    text = response.content.decode()
    links = text.split('<a class="govuk-link" href="/clocks/')[1:]
    return [
        link.split(">", 1)[1].split("<", 1)[0] for link in links if link[: link.find("/")].isdigit()
    ]


def test_the_list_is_narrowed_to_a_rule(four: dict[str, Clock], people: People) -> None:
    rule = Rule.objects.get(slug="policy.review")
    page = reverse("clock_list") + f"?state=any&rule={rule.pk}"
    assert _subjects(as_(people.health_lead).get(page)) == ["late"]


def test_who_sees_only_their_own_is_not_asked_whose(start: Start, people: People) -> None:
    start()
    address = f"{reverse('clock_list')}?filter=open"
    assert 'name="whose"' not in as_(people.health_practitioner).get(address).content.decode()
    assert 'name="whose"' in as_(people.operations).get(address).content.decode()


def test_the_list_as_a_spreadsheet(start: Start, people: People) -> None:
    clock = start(subject="=cmd()", trigger=timezone.now())
    response = as_(people.health_practitioner).get(reverse("clock_list") + "?format=csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert list(csv.reader(text.splitlines())) == [
        ["What", "Reference", "Due", "State", "Rule", "Held by", "Agency"],
        [
            "'=cmd()",
            "SIN-2026-0001",
            clock.due_on.isoformat(),
            "Open",
            "Notify the partnership of a serious incident",
            "Hazel Practitioner",
            "Riverside Health Trust",
        ],
    ]


@pytest.mark.parametrize("persona", ["health_practitioner", "health_lead", "operations"])
def test_the_list_costs_the_same_at_1_3_and_300_rows(
    persona: str, start: Start, people: People
) -> None:
    def queries() -> int:
        client = as_(people.named()[persona])
        client.get(reverse("clock_list"))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("clock_list")).status_code == 200
        return len(seen)

    first = start(trigger=timezone.now())
    one = queries()
    rows = [Clock(**{**_values(first), "subject": f"row {n}"}) for n in range(299)]
    Clock.objects.bulk_create(rows[:2])
    three = queries()
    Clock.objects.bulk_create(rows[2:])
    assert (one, three, queries()) == (one, one, one)


def _values(clock: Clock) -> dict[str, Any]:
    fields = [field.attname for field in Clock._meta.concrete_fields if field.attname != "id"]
    return {name: getattr(clock, name) for name in fields}


def test_the_register_is_narrowed_by_status(rules: None, people: People) -> None:
    html = shown(as_(people.champion), "rule_list", "?status=to+verify")
    assert "review.publish" in html
    assert "incident.notify_panel" not in html


def test_the_register_links_its_sources(rules: None, people: People) -> None:
    html = shown(as_(people.champion), "rule_list")
    assert "https://www.legislation.gov.uk/ukpga/2004/31/section/16C" in html


def _more_rules(count: int) -> None:
    version = Rule.objects.get(slug="incident.notify_panel").versions.get()
    fields = [
        f.attname for f in version._meta.concrete_fields if f.attname not in ("id", "rule_id")
    ]
    values = {name: getattr(version, name) for name in fields}
    have = Rule.objects.filter(slug__startswith="more.").count()
    slugs = [f"more.rule_{n}" for n in range(have, have + count)]
    rules = Rule.objects.bulk_create([Rule(slug=slug, name=slug) for slug in slugs])
    RuleVersion.objects.bulk_create([RuleVersion(rule=rule, **values) for rule in rules])


def _more_days(count: int) -> None:
    first = date(2030, 1, 1) + timedelta(days=HolidayOverride.objects.count())
    HolidayOverride.objects.bulk_create(
        HolidayOverride(
            day=first + timedelta(days=n), is_working=False, name="Holiday", source="Proclamation"
        )
        for n in range(count)
    )


@pytest.mark.parametrize(
    ("name", "more"), [("rule_list", _more_rules), ("holiday_list", _more_days)]
)
def test_the_other_lists_cost_the_same_too(
    name: str, more: Callable[[int], None], rules: None, people: People
) -> None:
    client, counts = as_(people.operations), []
    more(1)
    client.get(reverse(name))
    for rows in (2, 297, 0):
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse(name)).status_code == 200
        counts.append(len(seen))
        more(rows)
    assert counts == [counts[0]] * 3
