"""Documents: tagged PDF/UA-1 from typst templates, and QR codes. Templates lie in the rooms they serve."""

from vielklang.core.documents.codes import qr_png, qr_svg
from vielklang.core.documents.pdf import iso_language, render_pdf

__all__ = ["iso_language", "qr_png", "qr_svg", "render_pdf"]
