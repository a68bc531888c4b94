"""Addresses of this room."""

from django.urls import path

from vielklang.enquiries import urls_referrals, urls_work
from vielklang.enquiries.views import (
    answers,
    asking,
    desk,
    desk_enquiry,
    desk_figures,
    desk_files,
    desk_keeping,
    desk_mailbox,
    desk_requests,
    desk_voice,
)
from vielklang.guide import converters  # noqa: F401 (registered there)

app_name = "enquiries"
_DESK = "desk/<slug:centre>/enquiries/"
_ONE = f"{_DESK}<uuid:public_id>/"

urlpatterns = [
    *urls_work.urlpatterns,
    *urls_referrals.urlpatterns,
    path("<language:language>/ask/", asking.ask, name="ask"),
    path("<language:language>/answer/", answers.status, name="status"),
    path(_DESK, desk.inbox_list, name="desk_list"),
    path(f"{_DESK}new/", desk.new, name="desk_new"),
    path(f"{_DESK}statistics/", desk_figures.statistics, name="desk_statistics"),
    path(f"{_DESK}statistics.csv", desk_figures.statistics_file, name="desk_statistics_file"),
    path(f"{_DESK}statistics/enquiries/", desk_figures.counted_rows, name="desk_counted"),
    path(f"{_DESK}rules/", desk.rules, name="desk_rules"),
    path(f"{_DESK}requests/", desk_requests.requests, name="desk_requests"),
    path(f"{_DESK}requests/<uuid:public_id>/", desk_requests.data_request, name="desk_request"),
    path(f"{_DESK}requests/<uuid:public_id>/answer/", desk_requests.answer, name="desk_answer_request"),
    path(f"{_ONE}stored.<str:ending>", desk_requests.export, name="desk_export"),
    path(f"{_DESK}keeping/", desk_keeping.keeping, name="desk_keeping"),
    path(f"{_DESK}mailbox/", desk_mailbox.mailbox, name="desk_mailbox"),
    path(f"{_DESK}mails/", desk_mailbox.mails, name="desk_mails"),
    path(f"{_DESK}mails/<uuid:mail>/settle/", desk_mailbox.settle, name="desk_mail_settle"),
    path(_ONE, desk_enquiry.enquiry, name="desk_enquiry"),
    path(f"{_ONE}answer/", desk_enquiry.answer, name="desk_answer"),
    path(f"{_ONE}assign/", desk_enquiry.assign, name="desk_assign"),
    path(f"{_ONE}note/", desk_enquiry.note, name="desk_note"),
    path(f"{_ONE}said/<uuid:message>/", desk_voice.write_down, name="desk_write_down"),
    path(f"{_ONE}close/", desk_enquiry.close, name="desk_close"),
    path(f"{_ONE}files/<uuid:file_id>/", desk_files.file, name="desk_file"),
    path(f"{_ONE}reopen/", desk_enquiry.reopen, name="desk_reopen"),
    path(f"{_ONE}hold/", desk_keeping.hold, name="desk_hold"),
    path(f"{_ONE}lift/", desk_keeping.lift, name="desk_lift"),
]
