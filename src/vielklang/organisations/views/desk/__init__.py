"""The desk's pages: the register (register.py), what a centre knows of one entry (facts.py), contact persons and notes
(contacts.py), entries that may be one (duplicates.py), another centre (moving.py)."""
