"""What anybody may read and pass on, one module per format: news (Atom), dates (iCalendar), places (GeoJSON), the
sitemap, the nightly archive of open data and its entry for data catalogues (DCAT-AP.de). docs/interfaces.md says how.
"""
