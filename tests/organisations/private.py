"""Private rows of organisations, for the scope suite."""

from tests.organisations.factories import make_change, make_contact, make_organisation
from tests.private import Rows
from vielklang.core.actor import SYSTEM
from vielklang.core.scope import centre_scope
from vielklang.organisations import actions
from vielklang.organisations.enums_desk import Answer
from vielklang.organisations.models import (
    ConditionAnswer,
    ContactPerson,
    DuplicateDecision,
    DuplicateProposal,
    FundingCondition,
    OrganisationChange,
    OrganisationMerge,
    OrganisationNote,
)


def _contact(world, centre, organisation):
    with centre_scope(centre):
        make_contact(organisation)


def _note(world, centre, organisation):
    with centre_scope(centre):
        actions.add_note(by=SYSTEM, organisation=organisation, centre=centre, text="Beispiel")


def _answer(world, centre, organisation):
    with centre_scope(centre):
        answers = {FundingCondition.objects.earliest("sort"): Answer.YES}
        actions.answer_conditions(by=SYSTEM, organisation=organisation, centre=centre, answers=answers)


def _change(world, centre, organisation):
    with centre_scope(centre):
        make_change(organisation)


def _twin(centre, organisation):
    return make_organisation(organisation.name, kind="carrier", email=organisation.email, centre=centre)


def _proposal(world, centre, organisation):
    _twin(centre, organisation)
    assert actions.refresh_duplicates(by=SYSTEM, centre=centre) == 1


def _decision(world, centre, organisation):
    with centre_scope(centre):
        actions.decide_different(
            by=SYSTEM, centre=centre, first=organisation, second=_twin(centre, organisation)
        )


def _merge(world, centre, organisation):
    with centre_scope(centre):
        actions.merge_organisations(
            by=SYSTEM, centre=centre, kept=organisation, lost=_twin(centre, organisation), take={}
        )


ROWS: Rows = {
    OrganisationChange: _change,
    ContactPerson: _contact,
    OrganisationNote: _note,
    ConditionAnswer: _answer,
    DuplicateProposal: _proposal,
    DuplicateDecision: _decision,
    OrganisationMerge: _merge,
}
