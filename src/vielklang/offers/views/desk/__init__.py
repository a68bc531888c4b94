"""Offers at the desk and in the partner area: the same pages, each behind its own door."""
