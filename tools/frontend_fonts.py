"""Cuts the fonts of the guide to the letters its languages use, one file per script and weight."""

from __future__ import annotations

import logging
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FIRA = "@expo-google-fonts/fira-sans/{weight}/FiraSans_{weight}.ttf"
ARABIC = "@expo-google-fonts/noto-sans-arabic/{weight}/NotoSansArabic_{weight}.ttf"
WEIGHTS = {400: "400Regular", 600: "600SemiBold"}
PDF_FONTS = (
    *(FIRA.format(weight=weight) for weight in ("400Regular", "600SemiBold", "400Regular_Italic")),
    # Not Noto Sans Arabic: it builds letters from stem and dots, which a PDF hands on as letters written twice.
    *(f"@expo-google-fonts/vazirmatn/{w}/Vazirmatn_{w}.ttf" for w in ("400Regular", "600SemiBold")),
    *(f"@expo-google-fonts/noto-sans/{w}/NotoSans_{w}.ttf" for w in ("400Regular", "600SemiBold")),
)

LATIN = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)])) + "–—‘’‚“”„…€•→←−\u202f\u2009‹›"
LATIN_EXT = "ĂăȘșȚțŢţŞşĄąĆćĘęŁłŃńŚśŹźŻżĞğİıŒœŸČčŠšŽžĐđŐőŰűĚěŘřŮůÛûĀāĒēĪīŌōŪūẞəƏ"
CYRILLIC = "".join(map(chr, range(0x400, 0x460))) + "Ґґ№"
ARABIC_LETTERS = (
    "،؛؟ءآأؤإئابةتثجحخدذرزسشصضطظعغػؼـفقكلمنهوىيًٌٍَُِّْٰٓٔپچژکگیەھڕڵۆێیټځڅډړږښګڼې۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٪٫٬ٹڈڑںےہۓ"
)
SUBSETS = {
    "latin": ("Fira Sans", FIRA, LATIN),
    "latin-ext": ("Fira Sans", FIRA, LATIN_EXT),
    "cyrillic": ("Fira Sans", FIRA, CYRILLIC),
    "arabic": ("Noto Sans Arabic VK", ARABIC, ARABIC_LETTERS),
}
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "init", "medi", "fina", "isol", "rlig", "calt", "liga"]


def build_web_fonts(modules: Path, target: Path) -> str:
    """Write the woff2 files and return the `@font-face` rules for them and for the fallback of the same
    width.

    `font-display: optional`: a slow connection keeps the fallback for this page, so that nothing jumps.
    """
    target.mkdir()
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    rules = [_fallback(modules / FIRA.format(weight=WEIGHTS[400]))]
    for name, (family, pattern, letters) in SUBSETS.items():
        for weight, folder in WEIGHTS.items():
            path = target / f"{name}-{weight}.woff2"
            _cut(modules / pattern.format(weight=folder), letters, path)
            rules.append(
                f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:optional;'
                f'src:url("fonts/{path.name}") format("woff2");unicode-range:{_ranges(letters)}}}'
            )
    return "\n".join(rules) + "\n"


def _cut(source: Path, letters: str, target: Path) -> None:
    options = subset.Options(
        flavor="woff2", layout_features=FEATURES, hinting=False, glyph_names=False, name_IDs=[0, 1, 2, 13, 14]
    )
    font = subset.load_font(str(source), options)
    worker = subset.Subsetter(options)
    worker.populate(text=letters)
    worker.subset(font)
    subset.save_font(font, str(target), options)


def _ranges(letters: str) -> str:
    """CSS unicode-range of these letters, neighbours joined."""
    spans: list[list[int]] = []
    for code in sorted({ord(letter) for letter in letters}):
        if spans and spans[-1][1] == code - 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in spans)


def _fallback(fira: Path) -> str:
    """A font every device has, stretched to Fira's widths and heights: text takes the same room before and
    after.
    """
    font = TTFont(fira)
    units, widths, names = font["head"].unitsPerEm, font["hmtx"], font.getBestCmap()
    text = "the quick brown fox jumps over the lazy dog Zwölf Boxkämpfer jagen Viktor"
    average = sum(widths[names[ord(letter)]][0] for letter in text) / len(text) / units
    scale = average / 0.4733  # average of the same text in Arial and its metric-compatible siblings
    ascent, descent = (font["hhea"].ascent / units / scale, -font["hhea"].descent / units / scale)
    return (
        '@font-face{font-family:"Fira Fallback";src:local("Roboto"),local("Arial"),local("Liberation Sans");'
        f"size-adjust:{scale:.1%};ascent-override:{ascent:.1%};descent-override:{descent:.1%};line-gap-override:0%}}"
    )
