"""Pages of upkeep: desk.py, reports and links of the desk, partner.py, and link*.py for people without account."""
