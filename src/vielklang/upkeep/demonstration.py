"""The one personal link of the demonstration whose address everybody may know."""

from vielklang.upkeep.tokens import link_address

EXAMPLE_TOKEN = "05154-beispiel-link-der-demonstration"  # noqa: S105 (no secret: it is shown)


def address_of_example() -> str:
    """Its address; the link exists in the demonstration alone (`examples.py`)."""
    return link_address(EXAMPLE_TOKEN)
