"""The pages behind the desk's door."""

from __future__ import annotations

from vielklang.accounts.access import desk
from vielklang.core.permissions import Permission
from vielklang.offers.views.desk import acting, editor, lists, offer

offers = desk(Permission.OFFER_VIEW)(lists.offers)
review = desk(Permission.OFFER_PUBLISH)(lists.review)
save_view = desk(Permission.OFFER_VIEW)(lists.save_view)
forget_view = desk(Permission.OFFER_VIEW)(lists.forget_view)
act = desk(Permission.OFFER_CONFIRM)(acting.act)
undo = desk(Permission.OFFER_CONFIRM)(acting.undo)
offer_page = desk(Permission.OFFER_VIEW)(offer.offer)
revision = desk(Permission.OFFER_VIEW)(offer.revision)
decide = desk(Permission.OFFER_EDIT)(offer.decide)
edit = desk(Permission.OFFER_EDIT)(editor.edit)
new = desk(Permission.OFFER_EDIT)(editor.new)
autosave = desk(Permission.OFFER_EDIT)(editor.autosave)
discard = desk(Permission.OFFER_EDIT)(editor.discard)
