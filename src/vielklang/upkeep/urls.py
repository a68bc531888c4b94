"""Addresses of upkeep: at the desk, in the partner area, and of personal links."""

from django.urls import path

from vielklang.upkeep.views import (
    desk,
    desk_feedback,
    desk_links,
    desk_reports,
    desk_websites,
    link,
    link_answers,
    partner,
)

app_name = "upkeep"
_DESK = "desk/<slug:centre>/upkeep/"
_PARTNER = "partner/<uuid:organisation>/upkeep/"
_SESSION = "link/<uuid:session>/"

urlpatterns = [
    path(f"{_DESK}freshness/", desk.freshness, name="desk_freshness"),
    path(f"{_DESK}freshness/offers/", desk.offers, name="desk_offers"),
    path(f"{_DESK}freshness/unanswered/", desk.nobody_answers, name="desk_unanswered"),
    path(f"{_DESK}rules/", desk.rules, name="desk_rules"),
    path(f"{_DESK}rules/stops/<uuid:public_id>/", desk.allow, name="desk_allow"),
    path(f"{_DESK}reports/", desk_reports.reports, name="desk_reports"),
    path(f"{_DESK}reports/<uuid:public_id>/", desk_reports.report, name="desk_report"),
    path(f"{_DESK}reports/<uuid:public_id>/state/", desk_reports.set_state, name="desk_report_state"),
    path(f"{_DESK}feedback/", desk_feedback.feedback_list, name="desk_feedback_list"),
    path(f"{_DESK}feedback/<uuid:public_id>/", desk_feedback.feedback, name="desk_feedback"),
    path(f"{_DESK}feedback/<uuid:public_id>/done/", desk_feedback.set_done, name="desk_feedback_done"),
    path(f"{_DESK}websites/", desk_websites.dead_links, name="desk_dead_links"),
    path(f"{_DESK}websites/<uuid:public_id>/", desk_websites.judge, name="desk_judge_website"),
    path(f"{_DESK}links/", desk_links.links, name="desk_links"),
    path(f"{_DESK}links/send/", desk_links.send, name="desk_send_link"),
    path(f"{_DESK}links/<uuid:public_id>/again/", desk_links.send_again, name="desk_resend_link"),
    path(f"{_DESK}links/<uuid:public_id>/withdraw/", desk_links.withdraw, name="desk_revoke_link"),
    path(f"{_PARTNER}freshness/", partner.freshness, name="partner_freshness"),
    path(f"{_PARTNER}confirm/", partner.confirm, name="partner_confirm"),
    path(f"{_PARTNER}confirm/<uuid:offer>/", partner.confirm_offer, name="partner_confirm_offer"),
    path(f"{_PARTNER}reports/", partner.reports, name="partner_reports"),
    path(f"{_PARTNER}reports/<uuid:public_id>/", partner.report, name="partner_report"),
    path(f"{_PARTNER}reports/<uuid:public_id>/done/", partner.finish, name="partner_finish_report"),
    path("link/stop/<str:token>/", link.link_stop, name="link_stop"),
    path(f"{_SESSION}offers/", link_answers.link_offers, name="link_offers"),
    path(f"{_SESSION}thanks/", link_answers.link_thanks, name="link_thanks"),
    path(f"{_SESSION}<uuid:offer>/true/", link_answers.link_confirm, name="link_confirm"),
    path(f"{_SESSION}<uuid:offer>/correct/", link_answers.link_correct, name="link_correct"),
    path(f"{_SESSION}<uuid:offer>/gone/", link_answers.link_gone, name="link_gone"),
    path(f"{_SESSION}<uuid:offer>/undo/", link_answers.link_undo, name="link_undo"),
    path("link/<str:token>/new/", link.link_renew, name="link_renew"),
    path("link/<str:token>/", link.link, name="link"),
]
