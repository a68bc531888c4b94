"""Checks of contact details: phone, mail, website, postcode. Used for organisations and for offers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

_website = URLValidator(schemes=["http", "https"])
_E164 = re.compile(r"\+[1-9][0-9]{5,14}")
_POSTCODE = re.compile(r"[0-9]{5}")


def normal_phone(text: str) -> str:
    """The number in E.164; German numbers may be written without country code. Raises `ValueError`."""
    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, "DE")
    except phonenumbers.NumberParseException as error:
        raise ValueError(f"{text!r} is not a phone number") from error
    if not phonenumbers.is_possible_number(number):
        raise ValueError(f"{text!r} is not a possible phone number")
    normal = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if not _E164.fullmatch(normal):
        raise ValueError(f"{text!r} is too short for a phone number")
    return normal


def contact_problems(
    *, phone: str = "", email: str = "", website: str = "", postcode: str = ""
) -> Iterator[tuple[str, str]]:
    """(field, reason) for each detail that is filled and wrong."""
    if phone:
        try:
            normal_phone(phone)
        except ValueError as error:
            yield "phone", str(error)
    if email and not _passes(validate_email, email):
        yield "email", f"{email!r} is not a mail address"
    if website and not _passes(_website, website):
        yield "website", f"{website!r} is not a web address (http or https)"
    if postcode and not _POSTCODE.fullmatch(postcode):
        yield "postcode", f"{postcode!r} is not a postcode of five digits"


def _passes(validator: object, value: str) -> bool:
    try:
        validator(value)  # type: ignore[operator]
    except ValidationError:
        return False
    return True
