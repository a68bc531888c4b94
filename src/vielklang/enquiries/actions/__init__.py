"""Every write of enquiries: asked (asking.py), answered and closed (answering.py), what the person says on the status
page (person.py), files (files.py), recordings (voices.py), passed on (referring.py, receiving.py, rounds.py), what a
page of the desk asks for (desk.py), what is kept and erased (keeping.py), what is overdue (escalating.py). In the scope
of the centre.
"""

from vielklang.enquiries.actions._common import LONGEST_TEXT
from vielklang.enquiries.actions._referrals import ReferralClosedError
from vielklang.enquiries.actions.answering import (
    answer_enquiry,
    close_enquiry,
    note_on_enquiry,
    reopen_enquiry,
    take_enquiry,
)
from vielklang.enquiries.actions.asking import AlreadyAskedError, Asked, Question, ask_centre
from vielklang.enquiries.actions.desk import (
    ChangedMeanwhileError,
    answer_as_shown,
    close_as_shown,
    set_enquiry_rules,
    take_as_shown,
)
from vielklang.enquiries.actions.desk_files import note_refused
from vielklang.enquiries.actions.desk_voice import write_down_voice
from vielklang.enquiries.actions.escalating import escalate_enquiries
from vielklang.enquiries.actions.files import keep_file, settle_scan
from vielklang.enquiries.actions.keeping import (
    HeldError,
    erase_enquiry,
    hold_enquiry,
    lift_hold,
    note_taken_along,
    set_keeping,
)
from vielklang.enquiries.actions.person import say_outcome, withdraw_consent, write_again
from vielklang.enquiries.actions.receiving import (
    accept_referral,
    answer_appointment,
    ask_back,
    hand_back_referral,
    propose_appointment,
    record_opening,
    refuse_referral,
    say_visit,
)
from vielklang.enquiries.actions.referring import (
    NoConsentError,
    Receiver,
    answer_receiver,
    extend_referral,
    finish_referral,
    refer_enquiry,
    resend_referral,
    see_referral,
    withdraw_referral,
)
from vielklang.enquiries.actions.requests import answer_request, receive_request
from vielklang.enquiries.actions.voices import HELD_MINUTES, drop_held_voice, hold_voice

__all__ = [
    "HELD_MINUTES",
    "LONGEST_TEXT",
    "AlreadyAskedError",
    "Asked",
    "ChangedMeanwhileError",
    "HeldError",
    "NoConsentError",
    "Question",
    "Receiver",
    "ReferralClosedError",
    "accept_referral",
    "answer_appointment",
    "answer_as_shown",
    "answer_enquiry",
    "answer_receiver",
    "answer_request",
    "ask_back",
    "ask_centre",
    "close_as_shown",
    "close_enquiry",
    "drop_held_voice",
    "erase_enquiry",
    "escalate_enquiries",
    "extend_referral",
    "finish_referral",
    "hand_back_referral",
    "hold_enquiry",
    "hold_voice",
    "keep_file",
    "lift_hold",
    "note_on_enquiry",
    "note_refused",
    "note_taken_along",
    "propose_appointment",
    "receive_request",
    "record_opening",
    "refer_enquiry",
    "refuse_referral",
    "reopen_enquiry",
    "resend_referral",
    "say_outcome",
    "say_visit",
    "see_referral",
    "set_enquiry_rules",
    "set_keeping",
    "settle_scan",
    "take_as_shown",
    "take_enquiry",
    "withdraw_consent",
    "withdraw_referral",
    "write_again",
    "write_down_voice",
]
