"""Imports and exports: tables, HSDS, iCalendar, Integreat pages."""
