"""Example content for `vielklang demo`: types from data/examples, spread over all centres by seed."""

from vielklang.offers.examples.loading import load_examples, remove_examples

__all__ = ["load_examples", "remove_examples"]
