"""What an endpoint answers where it fails: one sentence in both languages, and the status of HTTP that fits it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from assistant.ui.html.labels import both, said
from vectorstore.errors import VectorstoreError

log = logging.getLogger(__name__)

STATUS = {
    "file_size": 413, "file_type": 415, "file_names": 409, "unknown_source": 404, "changes_off": 403,
    "no_such_model": 404, "folder_closed": 403, "corpus_missing": 404, "disk_full": 507, "too_many_files": 429,
    "requests_wait": 429, "export_busy": 429,
    "folder_missing": 404, "folder_joined": 409, "folder_of_index": 409, "too_many_folders": 409,
    "folders_not_kept": 507,
    "search_too_long": 413, "no_date": 400, "bad_call": 400, "no_conversation": 404, "history_full": 507,
    "nothing_to_brief": 404, "name_refused": 409,
    "no_note": 404, "note_not_kept": 409, "notebook_waits": 503, "notebook_empty": 404,
}  # fmt: skip

Handler = Callable[[Any], Awaitable[Any]]


def spoken(handler: Handler) -> Handler:
    """The handler with its errors as one sentence."""

    async def answered(request: Any) -> Any:
        from starlette.requests import ClientDisconnect
        from starlette.responses import JSONResponse

        try:
            return JSONResponse(await handler(request))
        except VectorstoreError as error:
            log.info("%s: %s", request.url.path, error)
            body = {"error": said(error.code, **error.values)}
            return JSONResponse(body, status_code=STATUS.get(error.code, 500))
        except (ClientDisconnect, TimeoutError):
            return JSONResponse({"error": both("failed")}, status_code=408)
        except Exception:  # the outermost edge: the page gets a sentence, the log the traceback
            log.exception("%s failed", request.url.path)
            return JSONResponse({"error": both("failed")}, status_code=500)

    return answered
