"""Enquiries: somebody asks a centre in their language, and learns the answer without an account."""
