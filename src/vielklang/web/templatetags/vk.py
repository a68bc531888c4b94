"""Components of every page: icons, notes, passages in their own language, telephone numbers, dates,
distances.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from vielklang.core.languages import Language, get_language, same_language
from vielklang.web import formats
from vielklang.web.icons import all_icons

register = template.Library()
_FONTS = {"Arab": "arabic", "Cyrl": "cyrillic"}
_MORE_LATIN = {"tr", "ro", "pl", "ku"}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One sign, drawn in the colour of the text. Without `label` it is decoration beside a word (the usual
    case). Its size is also said in the element, for browsers that do not know our style sheet's.
    """
    drawn = all_icons()[name]
    classes = "vk-icon"
    if drawn.directional:
        classes += " vk-icon--directional"
    if drawn.view_box == "0 0 48 48":
        classes += " vk-icon--area"
    meaning = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="{}" width="24" height="24" viewBox="{}" focusable="false" {}>{}</svg>',
        classes,
        drawn.view_box,
        meaning,
        mark_safe(drawn.shapes),  # noqa: S308 - our own drawing
    )


@register.simple_tag
def font_preloads(language: Language) -> SafeString:
    """Preloads every font the page needs: a font that arrives after the first paint would move what is there.

    Names of centres and the wordmark are Latin on every page.
    """
    base = language.tag.partition("-")[0]
    scripts = ["latin", *(["latin-ext"] if base in _MORE_LATIN else []), _FONTS.get(language.script, "")]
    names = (f"build/fonts/{script}-{weight}.woff2" for script in scripts if script for weight in (400, 600))
    return format_html_join(
        "\n",
        '<link rel="preload" as="font" type="font/woff2" crossorigin href="{}">',
        ((static(name),) for name in names),
    )


@register.simple_tag
def chip(text: str, icon_name: str = "", kind: str = "") -> SafeString:
    """A short fact: `kind` is empty, good, warn or accent. Colour never stands alone: the text says it."""
    classes = f"vk-chip vk-chip--{kind}" if kind else "vk-chip"
    return format_html('<span class="{}">{}{}</span>', classes, icon(icon_name) if icon_name else "", text)


@register.simple_block_tag
def note(content: str, kind: str = "info") -> SafeString:
    """A box that stands out: info, warning, danger, success or quiet."""
    icons = {"warning": "warning", "danger": "warning", "success": "check"}
    return format_html(
        '<div class="vk-note vk-note--{}">{}<div>{}</div></div>', kind, icon(icons.get(kind, "info")), content
    )


@register.simple_tag(takes_context=True)
def language_note(context: Mapping[str, Any], text_language: str, is_machine: bool = False) -> SafeString:
    """Says that a text is in another language than the page, or that a machine translated it; nothing
    otherwise.
    """
    if not same_language(text_language, context["language"].tag):
        foreign = get_language(text_language)
        text = _("This text is not yet available in your language. You see it in: %(language)s.") % {
            "language": foreign.endonym
        }
    elif is_machine:
        text = _("A machine translated this text. Nobody has checked it yet.")
    else:
        return mark_safe("")
    return format_html(
        '<div class="vk-note vk-note--quiet" data-vk-silent>{}<div>{}</div></div>', icon("language"), text
    )


@register.tag
def passage(parser: Parser, token: Token) -> PassageNode:
    """`{% passage text_language %}…{% endpassage %}`: marks the language and can be read aloud by itself.

    With `listen=False` there is no button of its own; the page's button reads it all the same.
    """
    bits = token.split_contents()[1:]
    button = not (bits and bits[-1] == "listen=False")
    expressions = bits if button else bits[:-1]
    if len(expressions) != 1:
        raise template.TemplateSyntaxError("passage takes one language tag and, if wanted, listen=False")
    nodes = parser.parse(("endpassage",))
    parser.delete_first_token()
    return PassageNode(parser.compile_filter(expressions[0]), nodes, button)


class PassageNode(template.Node):
    def __init__(self, language: FilterExpression, nodelist: NodeList, button: bool) -> None:
        self.language, self.nodelist, self.button = language, nodelist, button

    def render(self, context: template.Context) -> SafeString:
        language = get_language(str(self.language.resolve(context)))
        return format_html(
            '<div class="vk-passage" data-vk-passage lang="{}" dir="{}">{}{}</div>',
            language.tag,
            language.direction,
            listen_button() if self.button else "",
            self.nodelist.render(context),
        )


@register.simple_tag
def listen_button() -> SafeString:
    """Reads the passage around it; shown only where the device has a voice."""
    return format_html(
        '<button class="vk-listen vk-needs-js" type="button" data-vk-listen aria-pressed="false" lang="{}">'
        "{}<span>{}</span></button>",
        formats.page_tag(),
        icon("listen"),
        _("Listen"),
    )


@register.simple_tag
def phone(number: str) -> SafeString:
    """A number to tap: written as people in Germany write it, left to right in every language."""
    shown, target = formats.phone_number(number)
    return format_html('<a class="vk-ltr" dir="ltr" href="tel:{}">{}</a>', target, shown)


@register.simple_tag(takes_context=True)
def area_url(context: Mapping[str, Any], name: str, *args: object) -> str:
    """An address within the area one works in: `{% area_url 'offers:desk_offer' offer.public_id %}`."""
    return str(context["area"].url(name, *args))


@register.simple_tag
def weekday(number: int) -> str:
    """The day's name in the reader's language; 0 is Monday."""
    return formats.weekday(number)


@register.simple_tag
def distance(metres: float) -> str:
    """ "850 m" or "1.2 km", with the digits and signs of the reader's language."""
    return formats.distance(metres)
