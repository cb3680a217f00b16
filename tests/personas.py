"""The people every test knows: one user for each persona, in invented agencies."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date

import pytest
from django.contrib.auth.hashers import make_password

from shield.accounts.models import Agency, AgencyKind, Membership, User

PASSWORD = "a long enough pass phrase"


@dataclass(frozen=True)
class Agencies:
    authority: Agency
    police: Agency
    icb: Agency
    health: Agency
    school: Agency


@dataclass(frozen=True)
class People:
    """`people.health_lead` and so on; each signs in with PASSWORD."""

    agencies: Agencies
    health_practitioner: User
    health_colleague: User
    health_lead: User
    agency_administrator: User
    leaver: User
    police_practitioner: User
    police_lead: User
    authority_practitioner: User
    authority_lead: User
    icb_lead: User
    school_practitioner: User
    operations: User
    auditor: User
    scrutineer: User
    board_member: User
    practice_group_member: User
    conference_chair: User
    other_chair: User
    champion: User
    data_protection: User
    system_administrator: User

    def __iter__(self) -> Iterator[User]:
        """Every person, in the order above."""
        return (getattr(self, field.name) for field in fields(self) if field.name != "agencies")

    def named(self) -> dict[str, User]:
        """Every person by persona name."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "agencies"}


# persona: (full name, agency, role)
WHO: dict[str, tuple[str, str, str]] = {
    "health_practitioner": ("Hazel Practitioner", "health", "practitioner"),
    "health_colleague": ("Hugo Colleague", "health", "practitioner"),
    "health_lead": ("Harriet Lead", "health", "safeguarding-lead"),
    "agency_administrator": ("Aaron Administrator", "health", "agency-administrator"),
    "leaver": ("Lena Leaver", "health", "safeguarding-lead"),
    "police_practitioner": ("Perry Practitioner", "police", "practitioner"),
    "police_lead": ("Paula Lead", "police", "safeguarding-lead"),
    "authority_practitioner": ("Una Practitioner", "authority", "practitioner"),
    "authority_lead": ("Uma Lead", "authority", "safeguarding-lead"),
    "icb_lead": ("Ivy Lead", "icb", "safeguarding-lead"),
    "school_practitioner": ("Sidney Practitioner", "school", "practitioner"),
    "operations": ("Olive Operations", "authority", "operations"),
    "auditor": ("Audrey Auditor", "authority", "auditor"),
    "scrutineer": ("Silas Scrutineer", "authority", "scrutineer"),
    "board_member": ("Bella Board", "police", "board-member"),
    "practice_group_member": ("Gita Group", "police", "practice-group-member"),
    "conference_chair": ("Connie Chair", "authority", "conference-chair"),
    "other_chair": ("Orla Otherchair", "authority", "conference-chair"),
    "champion": ("Chandra Champion", "school", "champion"),
    "data_protection": ("Dora Protection", "authority", "data-protection"),
    "system_administrator": ("Sally System", "authority", "system-administrator"),
}


def make_agencies() -> Agencies:
    def kind(name: str) -> AgencyKind:
        code = name.lower().replace(" ", "-")
        return AgencyKind.objects.get_or_create(code=code, defaults={"name": name})[0]

    def agency(name: str, of: str, **facts: bool) -> Agency:
        return Agency.objects.create(name=name, kind=kind(of), **facts)

    return Agencies(
        authority=agency(
            "Northshire Council",
            "Local authority",
            is_statutory_partner=True,
            notifies_panel=True,
        ),
        police=agency("Northshire Police", "Police", is_statutory_partner=True),
        icb=agency("Northshire ICB", "Health commissioner", is_statutory_partner=True),
        health=agency("Riverside Health Trust", "Health provider"),
        school=agency("Hillside School", "School"),
    )


def make_people() -> People:
    """Agencies and people in the database: nobody's access is looked up yet."""
    agencies = make_agencies()
    hashed = make_password(PASSWORD)  # one for all: hashing is slow on purpose
    users = {
        persona: User(
            email=f"{persona.replace('_', '.')}@example.test",
            full_name=name,
            post=name.split()[1].lower(),
            phone="020 7946 0000",
            password=hashed,
        )
        for persona, (name, _, _) in WHO.items()
    }
    User.objects.bulk_create(users.values())
    Membership.objects.bulk_create(
        Membership(
            user=users[persona],
            agency=getattr(agencies, agency),
            role=role,
            # Before every day that a test is about, which today will be the further away from.
            starts_on=date(2020, 1, 1),
            ends_on=date(2021, 1, 1) if persona == "leaver" else None,
        )
        for persona, (_, agency, role) in WHO.items()
    )
    return People(agencies=agencies, **users)


@pytest.fixture
def people(db: None) -> People:
    return make_people()
