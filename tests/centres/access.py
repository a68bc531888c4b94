"""The centre's own pages in the access matrix."""

from tests.access import desk

ROWS = {
    "centres:desk_profile": desk("lead"),
    "centres:desk_texts": desk("lead", query="language=ar"),
}
