"""The guide's pages: load, check, render. GET never writes."""
