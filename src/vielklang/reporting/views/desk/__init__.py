"""Coordination at the desk: matrix, overlaps, gaps, map, calendar, focus areas."""
