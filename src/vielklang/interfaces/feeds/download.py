"""The archive over HTTP: conditional requests and ranges (RFC 9110), a piece at a time."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from vielklang.interfaces.door import open_data
from vielklang.interfaces.feeds.archive.reading import content, newest_archive, wanted_range
from vielklang.interfaces.problems import problem

FILE_NAME = "vielklang-open-data.zip"


@open_data
def archive(request: HttpRequest) -> HttpResponseBase:
    """The newest archive of open data. Bytes as they are: nothing on the way may compress them again."""
    found = newest_archive()
    if found is None:
        raise Http404("The archive is made every night; this installation has not had one yet.")
    tag, changed = f'"{found.digest}"', found.made_at.timestamp()
    headers = {
        "ETag": tag,
        "Last-Modified": http_date(changed),
        "Accept-Ranges": "bytes",
        "Cache-Control": "public, max-age=3600",
    }
    early = get_conditional_response(request, etag=tag, last_modified=int(changed), response=_ok(headers))
    if early is not None and early.status_code != 200:
        return early
    try:
        asked = _range(request, tag, headers["Last-Modified"], found.size)
    except ValueError:
        response = problem(416, f"The archive has {found.size} bytes.")
        response.headers["Content-Range"] = f"bytes */{found.size}"
        return response
    first, last = asked or (0, found.size - 1)
    body = StreamingHttpResponse(
        content(found, first, last), content_type="application/zip", status=206 if asked else 200
    )
    for name, value in headers.items():
        body.headers[name] = value
    body.headers["Content-Length"] = str(last - first + 1)
    body.headers["Content-Encoding"] = "identity"
    body.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    if asked:
        body.headers["Content-Range"] = f"bytes {first}-{last}/{found.size}"
    return body


def _range(request: HttpRequest, tag: str, changed: str, size: int) -> tuple[int, int] | None:
    """The range asked for, unless it is of another archive (If-Range)."""
    if request.headers.get("If-Range", tag) not in {tag, changed}:
        return None
    return wanted_range(request.headers.get("Range", ""), size)


def _ok(headers: dict[str, str]) -> HttpResponse:
    return HttpResponse(headers=headers)
