"""The areas' shell and the accounts in the access matrix."""

from tests.access import desk, partner, signed_in

EVERY_CENTRE_ROLE = "lead staff editor translator funding"
EVERY_ORGANISATION_ROLE = "organisation_admin organisation_editor"

ROWS = {
    "accounts:choose": signed_in(),
    "accounts:desk": desk(EVERY_CENTRE_ROLE),
    "accounts:search": desk(EVERY_CENTRE_ROLE, query="q=Beispiel"),
    "accounts:partner": partner(EVERY_ORGANISATION_ROLE),
    "accounts:second_factor": signed_in(),
    "accounts:language": signed_in(method="post", data={"language": "en"}),
}
