"""Example content for `vielklang demo`: types from data/examples, spread over all centres by seed."""

from vielklang.offers.examples.desk_work import load_desk_work
from vielklang.offers.examples.loading import load_examples, remove_examples

__all__ = ["load_desk_work", "load_examples", "remove_examples"]
