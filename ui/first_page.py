"""What a browser gets first: Streamlit's own page, with one line more that says where the server is.

Without it Streamlit looks for its server under the path of the page: whoever opens `/gaps` by a link has
two requests fail before it is found. A page lies one step below the server's address, wherever that is,
as its scripts do, so the browser can work it out.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config, file_util

from ui.navigation import PAGES, TITLE

_SCRIPT: Final = (
    '<script>window.__streamlit = { BACKEND_BASE_URL: new URL("./", location.href).href }</script>'
)


class FirstPage:
    """Middleware that answers for the addresses of the pages and passes on all others."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        base = str(config.get_option("server.baseUrlPath")).strip("/")
        start = f"/{base}/" if base else "/"
        self._addresses = {start, *(start + page.name for page in PAGES if not page.default)}
        # Streamlit sends its page so, too: it names the scripts of one version
        self._page = HTMLResponse(_page(), headers={"Cache-Control": "no-cache"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        is_page = (
            scope["type"] == "http"
            and scope["method"] in ("GET", "HEAD")
            and scope["path"] in self._addresses
        )
        await (self._page if is_page else self._app)(scope, receive, send)


def _page() -> str:
    page = Path(file_util.get_static_dir(), "index.html").read_text(encoding="utf-8")
    told = page.replace("<head>", f"<head>\n    {_SCRIPT}", 1)
    return told.replace("<title>Streamlit</title>", f"<title>{TITLE}</title>", 1)
