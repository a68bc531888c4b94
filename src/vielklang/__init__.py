"""Vielklang: the open platform of the Kommunale Integrationszentren in North Rhine-Westphalia."""

__version__ = "0.1.0"
