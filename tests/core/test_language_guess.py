"""The language of a typed question is recognised from few words."""

import pytest

from vielklang.core.language_guess import guess_language


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("كيف أتعلم الألمانية", "ar"),
        ("مدرسه برای بچه ام", "fa"),
        ("шукаю роботу", "uk"),
        ("ищу работу", "ru"),
        ("търся работа", "bg"),
        ("dibistan ji bo zarokê min", "ku"),
        ("okul kaydı yaptırmak istiyorum", "tr"),
        ("Schuldnerberatung", "de"),
        ("where can I learn German", "en"),
        ("12345 !?", "de"),
        ("", "de"),
    ],
)
def test_language_is_recognised(text, tag):
    assert guess_language(text) == tag
