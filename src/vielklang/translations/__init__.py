"""Texts in many languages: who translates what, glossary, text memory, helpers."""
