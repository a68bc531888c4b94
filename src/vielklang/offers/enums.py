"""Closed lists of offers. Values are stored and exchanged; labels are shown."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class OfferKind(TextChoices):
    COUNSELLING = "counselling", _("Counselling")
    COURSE = "course", _("Course")
    GROUP = "group", _("Group")
    EVENT = "event", _("Event")
    MEETING_PLACE = "meeting_place", _("Meeting place")
    PHONE_SERVICE = "phone_service", _("By phone")
    ONLINE_SERVICE = "online_service", _("Online")


class OfferStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    SUSPENDED = "suspended", _("Suspended")
    ARCHIVED = "archived", _("Archived")


class RevisionState(TextChoices):
    """Words for people stand in `desk_words`: only staff see them."""

    WORKING = "working", "working"
    IN_REVIEW = "in_review", "in review"
    PUBLISHED = "published", "in force"
    REJECTED = "rejected", "rejected"
    SUPERSEDED = "superseded", "superseded"


class ConfirmInterval(IntegerChoices):
    """Months after which somebody must say again that an offer is still true."""

    ONE = 1, _("every month")
    THREE = 3, _("every 3 months")
    SIX = 6, _("every 6 months")
    TWELVE = 12, _("every year")


class TargetGroup(TextChoices):
    EVERYONE = "everyone", _("Everyone")
    PARENTS = "parents", _("Parents")
    CHILDREN = "children", _("Children")
    YOUNG_PEOPLE = "young_people", _("Young people")
    WOMEN = "women", _("Women")
    MEN = "men", _("Men")
    OLDER_PEOPLE = "older_people", _("Older people")
    REFUGEES = "refugees", _("Refugees")
    WORKERS = "workers", _("Workers")
    STUDENTS = "students", _("Students")
    VOLUNTEERS = "volunteers", _("Volunteers")
    PROFESSIONALS = "professionals", _("Professionals")
    PEOPLE_WITH_DISABILITIES = "people_with_disabilities", _("People with disabilities")
    LGBTIQ = "lgbtiq", _("Queer people (LGBTIQ)")


class Delivery(TextChoices):
    ON_SITE = "on_site", _("On site")
    AT_HOME = "at_home", _("At your home")
    PHONE = "phone", _("By phone")
    ONLINE = "online", _("Online")


class AreaServed(TextChoices):
    """Who may use an offer: people of one municipality, of the centre's area, of the whole state."""

    MUNICIPALITY = "municipality", _("For this town")
    CENTRE = "centre", _("For the whole area")
    STATE = "state", _("For all of North Rhine-Westphalia")


class Joining(TextChoices):
    WALK_IN = "walk_in", _("Just come by")
    APPOINTMENT = "appointment", _("By appointment")
    REGISTRATION = "registration", _("With registration")
    REFERRAL = "referral", _("By referral")


class CostKind(TextChoices):
    FREE = "free", _("Free of charge")
    PAID = "paid", _("Costs money")
    REDUCED = "reduced", _("Reduced price possible")
    ON_REQUEST = "on_request", _("Costs on request")


class Childcare(TextChoices):
    NONE = "none", _("No childcare")
    YES = "yes", _("With childcare")
    ON_REQUEST = "on_request", _("Childcare on request")


class Known(TextChoices):
    """A single fact that somebody has looked at, or nobody has yet."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known")


class Capacity(TextChoices):
    OPEN = "open", _("Places free")
    FEW = "few", _("Few places left")
    WAITING_LIST = "waiting_list", _("Waiting list")
    FULL = "full", _("Full")
    UNKNOWN = "unknown", _("Please ask")


class Document(TextChoices):
    PASSPORT_OR_ID = "passport_or_id", _("Passport or ID card")
    RESIDENCE_PERMIT = "residence_permit", _("Residence permit")
    REGISTRATION_CERTIFICATE = "registration_certificate", _("Registration certificate (Meldebescheinigung)")
    SCHOOL_REPORT = "school_report", _("School reports")
    BIRTH_CERTIFICATE = "birth_certificate", _("Birth certificate")
    HEALTH_CARD = "health_card", _("Health insurance card")
    LETTERS_RECEIVED = "letters_received", _("Letters you received")
    INCOME_PROOF = "income_proof", _("Proof of income")
    RENTAL_CONTRACT = "rental_contract", _("Rental contract")


class Condition(TextChoices):
    RESIDENCE_PERMIT_REQUIRED = "residence_permit_required", _("Residence permit required")
    BAMF_ADMISSION = "bamf_admission", _("Admission by the Federal Office (BAMF) required")
    RESIDENT_OF_AREA = "resident_of_area", _("Only for people who live in the area")
    MEMBERSHIP = "membership", _("Membership required")


class Weekday(IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")
