"""The nightly archive of open data: which tables (tables.py), how they are written (writing.py), and how the finished
archive is read from the database, where every node finds it (reading.py, ADR 0019).
"""
