"""The same pages for an organisation: its own offers, with what a carrier may do."""

from __future__ import annotations

from vielklang.accounts.access import partner
from vielklang.core.permissions import Permission
from vielklang.offers.views.desk import acting, editor, lists, offer

offers = partner(Permission.OFFER_VIEW)(lists.offers)
save_view = partner(Permission.OFFER_VIEW)(lists.save_view)
forget_view = partner(Permission.OFFER_VIEW)(lists.forget_view)
act = partner(Permission.OFFER_CONFIRM)(acting.act)
undo = partner(Permission.OFFER_CONFIRM)(acting.undo)
offer_page = partner(Permission.OFFER_VIEW)(offer.offer)
revision = partner(Permission.OFFER_VIEW)(offer.revision)
decide = partner(Permission.OFFER_EDIT)(offer.decide)
edit = partner(Permission.OFFER_EDIT)(editor.edit)
new = partner(Permission.OFFER_EDIT)(editor.new)
autosave = partner(Permission.OFFER_EDIT)(editor.autosave)
discard = partner(Permission.OFFER_EDIT)(editor.discard)
