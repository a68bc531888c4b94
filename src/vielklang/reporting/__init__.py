"""Coordination: where are gaps and overlaps? Reads the other rooms, is written by none of them."""
