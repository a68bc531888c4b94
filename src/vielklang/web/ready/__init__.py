"""Ready bytes: whole answers, kept compressed and served as long as nothing they show has changed.

`views` marks what may be kept, `front` serves it before Django is asked, `shelf` holds it, `counts` tells whether it
still holds, `keeper` renews what is asked for most (docs/adr/0020-ready-bytes.md).
"""

from vielklang.web.ready.views import keep, ready

__all__ = ["keep", "ready"]
