"""Leaflets: offers on paper, in one language or two side by side, for a counter, a fridge or a bag."""

from vielklang.guide.leaflet.content import leaflet_offer
from vielklang.guide.leaflet.model import Column, LeafletOffer, Section, Words
from vielklang.guide.leaflet.pdf import leaflet_pdf

__all__ = ["Column", "LeafletOffer", "Section", "Words", "leaflet_offer", "leaflet_pdf"]
