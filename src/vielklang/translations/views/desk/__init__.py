"""Desk pages of translations: boards, the editor, the glossary, texts of other centres."""
