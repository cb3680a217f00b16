"""What is true of people, agencies and who works where as what?"""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower, Upper
from django.urls import reverse
from django.utils.functional import cached_property

from shield.accounts.access import Access, Role, duties_of, load_access, roles, visible
from shield.accounts.permissions import Perm
from shield.accounts.reach import Path, Reach
from shield.core.london import london_day


class AgencyKind(models.Model):
    """Local authority, police, health provider, school ...: data, since the law changes them."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=100, unique=True)

    def __str__(self) -> str:
        return self.name


class AgencyQuerySet(models.QuerySet["Agency"]):
    def managed_by(self, user: Any) -> Self:
        """The agencies whose people this person manages."""
        access = user.access
        if Perm.MANAGE_ALL in access.partnership:
            return self
        return self.filter(pk__in=access.agencies_with(Perm.MANAGE))

    def on(self, day: date) -> Self:
        """The agencies that exist on a day."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )

    def by_name(self) -> Self:
        return self.order_by(Lower("name"))


class Agency(models.Model):
    """A partner or relevant agency, between two dates: in 2022 the CCG became the ICB."""

    name = models.CharField(max_length=200, unique=True)
    kind = models.ForeignKey(AgencyKind, on_delete=models.PROTECT, related_name="agencies")
    is_statutory_partner = models.BooleanField(default=False)
    # The agency that holds the local authority's duty to notify the national Panel.
    notifies_panel = models.BooleanField(default=False)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    succeeded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="preceded_by"
    )

    objects: ClassVar[models.Manager] = AgencyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="agency_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["User"]):
    def create_user(self, email: str, *, full_name: str, password: str | None = None) -> "User":
        """A person who may sign in; without a password they must answer an invitation first."""
        user = self.model(email=email.strip().lower(), full_name=full_name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class UserQuerySet(models.QuerySet["User"]):
    def managed_by(self, user: Any) -> Self:
        """The people with a membership, now or before, that this person manages."""
        if user.access.allows(Perm.MANAGE_ALL):
            return self
        held = visible(Membership.objects.filter(user=models.OuterRef("pk")), user, Perm.MANAGE)
        return self.filter(models.Exists(held))

    def previewed_by(self, user: Any) -> Self:
        """The people of whom this person may see what they would see.

        Everybody, or who works in the agencies of this person and nowhere else: the numbers of
        somebody who works elsewhere too are not one agency's business.
        """
        access: Access = user.access
        if Perm.PREVIEW in access.partnership:
            return self
        held = Membership.objects.current_or_later(london_day(access.at)).filter(
            user=models.OuterRef("pk")
        )
        own = held.filter(agency__in=access.agencies_with(Perm.PREVIEW))
        others = held.exclude(agency__in=access.agencies_with(Perm.PREVIEW))
        return self.filter(models.Exists(own), ~models.Exists(others))

    def holding(self, role: str, *, on: date, agency: Agency | None = None) -> Self:
        """Active people who hold a role on a day, in one agency or anywhere."""
        current = Membership.objects.current(on).filter(role=role)
        if agency is not None:
            current = current.filter(agency=agency)
        return self.filter(is_active=True, pk__in=current.values("user_id"))


UserManager = PersonManager.from_queryset(UserQuerySet)


class User(AbstractBaseUser):
    """A person with a sign-in. There are no superusers: access is membership, or a grant."""

    email = models.EmailField(unique=True, max_length=254)
    full_name = models.CharField(max_length=200)
    post = models.CharField("job title", max_length=200, blank=True)
    phone = models.CharField("telephone number", max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    objects = UserManager()

    class Meta:
        # In capitals since that is what `email__iexact` asks for: the same index serves sign-in.
        constraints = [models.UniqueConstraint(Upper("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return reverse("person_detail", kwargs={"pk": self.pk})

    @cached_property
    def access(self) -> Access:
        """What this person may do today; looked up once, since the instance lives one request."""
        return load_access(self)

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        return self.access.allows(perm, obj)


ONE_DAY = Value(1, output_field=models.IntegerField())


class MembershipQuerySet(models.QuerySet["Membership"]):
    """A role is held in an agency: it begins no sooner and lasts no longer than the agency."""

    def current(self, on: date) -> Self:
        """Memberships in force on a day; the last day still counts."""
        return self.current_or_later(on).filter(
            Q(agency__valid_from__isnull=True) | Q(agency__valid_from__lte=on), starts_on__lte=on
        )

    def duties(self, users: Iterable[int], on: date) -> dict[int, set[str]]:
        """What each of some people may do on a day, and where: `Access.duties` of many."""
        found: dict[int, set[str]] = {}
        rows = self.current(on).filter(user__in=users)
        for user, agency, role_id in rows.values_list("user", "agency", "role"):
            role = roles().get(role_id)
            if role is not None:
                found.setdefault(user, set()).update(duties_of(agency, role))
        return found

    def ended(self, on: date) -> Self:
        """Those whose last day, or the agency's, came before a day."""
        return self.filter(Q(ends_on__lt=on) | Q(agency__valid_to__lt=on))

    def current_or_later(self, on: date) -> Self:
        """Those that have not ended before a day, begun or not."""
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=on),
            Q(agency__valid_to__isnull=True) | Q(agency__valid_to__gte=on),
        )


class Membership(models.Model):
    """A person holds a role in an agency, from one day to another.

    Every role is held this way, also those that reach across the partnership, so that a leaver's
    access ends with the membership whatever the role (`docs/adr/0002`). `ends_on` is the last day
    it holds. One that is ended at once holds until the day before; on its first day this leaves
    no day at all. So `ended_at` keeps the moment of that, which pages show.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    given_at = models.DateTimeField(null=True, auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    reach: ClassVar[Reach] = Reach(
        paths=(
            Path("partnership", gives=frozenset({Perm.MANAGE, Perm.MANAGE_ALL})),
            Path("agency", agency="agency", gives=frozenset({Perm.MANAGE})),
        )
    )
    objects: ClassVar[models.Manager] = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on") - ONE_DAY),
                name="membership_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ends_on__isnull=False),
                name="membership_ended_has_a_last_day",
            ),
            ExclusionConstraint(
                name="membership_held_once_a_day",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("agency", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (
                        Func(
                            F("starts_on"),
                            F("ends_on") + ONE_DAY,
                            Value("[)"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        indexes = [models.Index(fields=["role", "agency"])]

    def __str__(self) -> str:
        return f"{self.user} as {self.role} in {self.agency}"

    @property
    def first_day(self) -> date:
        """From when it counts."""
        return max(self.starts_on, self.agency.valid_from or self.starts_on)

    @property
    def last_day(self) -> date | None:
        """Until when it counts: its own last day or the agency's, whichever comes first."""
        return min((one for one in (self.ends_on, self.agency.valid_to) if one), default=None)

    def is_current(self, on: date) -> bool:
        return self.first_day <= on and (self.last_day is None or self.last_day >= on)

    @property
    def role_held(self) -> Role | None:
        """What the role means; None for a role that has since been abolished."""
        return roles().get(self.role)
