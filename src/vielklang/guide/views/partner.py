"""The same preview for an organisation: its own offers, its own unfinished work."""

from __future__ import annotations

from vielklang.accounts.access import partner
from vielklang.core.permissions import Permission
from vielklang.guide.views import desk

preview = partner(Permission.OFFER_VIEW)(desk.shown_preview)
preview_page = partner(Permission.OFFER_VIEW)(desk.shown_page)
