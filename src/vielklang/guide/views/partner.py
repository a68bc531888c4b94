"""The same preview for an organisation: its own offers, its own unfinished work."""

from __future__ import annotations

from vielklang.accounts.access import partner
from vielklang.guide.views.desk import behind

preview, preview_page = behind(partner)
