"""People with an account, what they are at which centre or organisation, and invitations on their way."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, ClassVar

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from vielklang.core.permissions import CENTRE_ROLES, ORGANISATION_ROLES, Grant, Role
from vielklang.core.scope import PrivateManager


def last_day_before(end: dt.datetime | None) -> dt.date | None:
    """The last day that counts: an end lies at the midnight after it."""
    return timezone.localdate(end - dt.timedelta(seconds=1)) if end else None


class UserManager(BaseUserManager["User"]):
    """Not scoped: who signs in is not known yet. Row-level security decides which people are seen."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=["password", "last_login"],
)
class User(AbstractBaseUser):
    """*Account.* A person who signs in. Visible to themselves, to the centre and organisation they work for."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=12, default="de", choices=[("de", "Deutsch"), ("en", "English")])
    is_active = models.BooleanField(default=True)
    is_example = models.BooleanField(
        default=False, help_text="of the demonstration, whose password everybody knows: signs in there alone"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    class Meta:
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint(Lower("email"), name="user_email_once_whatever_the_case"),)

    def __str__(self) -> str:
        return self.name

    def has_perm(self, permission: str, obj: object = None) -> bool:
        """Django's own permissions are not used (`core.permissions` is)."""
        return False


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> MembershipQuerySet:
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=timezone.now()))

    def ended(self) -> MembershipQuerySet:
        return self.filter(ends_at__lte=timezone.now())


def _role_fits() -> Q:
    return (
        Q(role__in=CENTRE_ROLES, centre__isnull=False, organisation=None)
        | Q(role__in=ORGANISATION_ROLES, organisation__isnull=False)
        | Q(role__in=(Role.COORDINATION, Role.OPERATOR), centre=None, organisation=None)
    )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Membership(models.Model):
    """*Centre-private.* What a person is: a role at a centre, for an organisation, or in the state.

    For an organisation's role `centre` is the centre that keeps the organisation. `languages` limits a translator.
    `ends_at`: support access and substitutes are limited in time.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    centre = models.ForeignKey(
        "centres.Centre", on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
    )
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PrivateManager(
        MembershipQuerySet, centre="centre", organisation="organisation", user="user", door="user"
    )

    class Meta:
        ordering = ("user__name", "role", "pk")
        constraints = (
            models.CheckConstraint(condition=_role_fits(), name="membership_role_fits_place"),
            models.UniqueConstraint(
                fields=("user", "role", "centre", "organisation"),
                name="membership_once",
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} ({self.role})"

    @property
    def last_day(self) -> dt.date | None:
        return last_day_before(self.ends_at)

    @property
    def grant(self) -> Grant:
        centre_id = None if self.organisation_id else self.centre_id
        return Grant(self.role, centre_id, self.organisation_id, tuple(self.languages))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), exclude=["token_hash"])
class Invitation(models.Model):
    """*Centre-private.* A role that waits for a person; the mail's secret is kept as a hash only."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=12, default="de")
    role = models.CharField(max_length=20, choices=Role)
    centre = models.ForeignKey(
        "centres.Centre", on_delete=models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="invitations",
    )
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    membership_ends_at = models.DateTimeField(null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.CharField(max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = PrivateManager(centre="centre", organisation="organisation", token="token_hash", door="email")

    url = ""
    """The secret address, on the object that `invite` returns alone."""

    class Meta:
        ordering = ("-created_at", "pk")
        constraints = (
            models.CheckConstraint(condition=_role_fits(), name="invitation_role_fits_place"),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="invitation_accepted_or_revoked"
            ),
        )

    def __str__(self) -> str:
        return f"{self.email} ({self.role})"

    @property
    def last_day(self) -> dt.date | None:
        return last_day_before(self.membership_ends_at)

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > timezone.now()
