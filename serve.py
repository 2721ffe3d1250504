"""Entry for `streamlit run serve.py`: `app.py`, with pages that know where their server is."""

from pathlib import Path

from starlette.middleware import Middleware
from streamlit.starlette import App

from ui.first_page import FirstPage

app = App(Path(__file__).with_name("app.py"), middleware=[Middleware(FirstPage)])
