"""Addresses of referrals: at the desk, and the receiver's personal link."""

from django.urls import path

from vielklang.enquiries.views import desk_referral, desk_referrals, link_referral

_DESK = "desk/<slug:centre>/enquiries/"
_REFERRAL = f"{_DESK}referrals/<uuid:public_id>/"

urlpatterns = [
    path(f"{_DESK}referrals/", desk_referrals.referrals, name="desk_referrals"),
    path(_REFERRAL, desk_referral.referral, name="desk_referral"),
    path(f"{_REFERRAL}do/", desk_referral.act, name="desk_referral_act"),
    path(f"{_DESK}<uuid:public_id>/refer/", desk_referrals.refer, name="desk_refer"),
    path("link/referral/<str:token>/", link_referral.referral, name="referral"),
]
