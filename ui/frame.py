"""The frame around every page: settings of the page, style, menu, language, errors, footer."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import streamlit as st

from graph.dataset import Dataset
from graph.errors import LoadInProgress, SamverkanError, StoreClosed, StoreError
from ui import cache, languages, state, text
from ui.components import day_line, links, page_language, scrolling, search_box, typed_dates
from ui.navigation import TITLE, is_of_a_day, pages, render
from ui.text import day, has, listing, md, name, t

_ASSETS = Path(__file__).parent / "assets"
_LOG = logging.getLogger("samverkan")
# without a single record of these there is nothing to show, whatever else is loaded
_SHOWN = ("organizations", "groups", "areas", "topics")
_LANGUAGES = "other-languages"
RETRY_SECONDS = 5  # between two tries of a database that does not answer; the words say so too


def run() -> None:
    """Draw the app: called once a run by `app.py`."""
    st.set_page_config(page_title=TITLE, page_icon=str(_ASSETS / "icon.svg"), layout="wide")
    state.remember()
    st.logo(str(_ASSETS / "logo.svg"), size="large")
    st.html(_ASSETS / "frame.css")
    st.html(_ASSETS / "print.css")
    page = st.navigation(list(pages().values()), position="top")
    opened = page.url_path or "start"
    _language_switch()
    search_box.draw(opened)
    links.follow()
    scrolling.reachable()
    typed_dates.take()
    _draw(opened)


@st.fragment
def _draw(name: str) -> None:
    """The page itself and what stands below it.

    A fragment: a click on the page draws the page anew and leaves the menu and the style alone, which
    halves the time to the new view.
    """
    try:
        with state.held():
            draw_page(name)
    except StoreError as error:
        _LOG.exception("the store failed")
        # one that another reader has closed is open anew already, and in use
        if not isinstance(error, LoadInProgress | StoreClosed):
            cache.forget_store()
        _failure(error)
        st.session_state["failed_at"] = time.monotonic()
        _try_again()
    except SamverkanError as error:
        _LOG.exception("a page failed")
        _failure(error)
    except Exception:
        # the one boundary: the reader gets a sentence, the log gets the trace
        _LOG.exception("a page failed unexpectedly")
        st.title(t("errors.title"), anchor=False)
        st.markdown(t("errors.unexpected"))


def draw_page(name: str) -> None:
    """The page with the line of the day above it and its source below; raises what the page raises."""
    cache.look()
    dataset = cache.whole_dataset()
    st.set_page_config(page_title=_title(dataset, name))
    if name != "data" and not any(dataset.counts[table] for table in _SHOWN):
        _empty(dataset)
    else:
        if is_of_a_day(name):
            day_line.draw()
        render(name)
    _footer()


def _title(dataset: Dataset, page: str) -> str:
    """What the browser calls the page: the record it tells of, where it does, the page and the app."""
    chosen = state.selection()
    tells = page in ("profile", "network") and chosen.focus
    told_of = name(dataset.record(chosen.focus_table, chosen.focus_id)) if tells else ""
    return " – ".join(filter(None, (told_of, t(f"{page}.menu"), TITLE)))


def _language_switch() -> None:
    """A button to the other language, or a menu of them where there are more."""
    now = text.language().code
    others = {code: each.name for code, each in languages.languages().items() if code != now}
    with st.container(key="language"):
        page_language.draw()
        if len(others) == 1:
            ((code, called),) = others.items()
            change = {"lang": code}
            st.button(called, key="other_language", type="tertiary", on_click=state.update, kwargs=change)
        elif others:
            st.menu_button(
                text.language().name,
                list(others),
                key=_LANGUAGES,
                type="tertiary",
                format_func=others.__getitem__,
                on_click=_change_language,
            )


def _change_language() -> None:
    state.update(lang=st.session_state[_LANGUAGES])


def _failure(error: SamverkanError) -> None:
    key = f"errors.{error.code}"
    st.title(t("errors.title"), anchor=False)
    values = {field: md(value) for field, value in error.details.items()}
    try:
        sentence = t(f"{key}.what", **values)
    except (KeyError, IndexError):
        sentence = md(error)
    st.markdown(sentence)
    if has(f"{key}.remedy"):
        st.markdown(t(f"{key}.remedy"))


@st.fragment(run_every=RETRY_SECONDS)
def _try_again() -> None:
    """A button, and every few seconds the same by itself: when the database is back, go on."""
    if st.button(t("errors.try_again"), type="primary"):
        st.rerun()
    st.markdown(f":gray[{t('errors.trying')}]")
    # drawn for the first time the failure is only just over: asking again at once would go in circles
    if time.monotonic() - st.session_state["failed_at"] < RETRY_SECONDS - 1:
        return
    try:
        cache.look()
    except StoreError:
        st.session_state["failed_at"] = time.monotonic()
    else:
        st.rerun()


def _empty(dataset: Dataset) -> None:
    st.title(t("empty.title"), anchor=False)
    st.markdown(t("empty.sentence" if dataset.is_empty else "empty.nobody"))
    st.page_link(pages()["data"], label=t("empty.way_out"), query_params=state.link_query())


def _footer() -> None:
    dataset = cache.whole_dataset()
    about = list(dataset["data_sets"].iter_rows(named=True))
    if not about:
        return
    invented = t("frame.invented") + " " if any(row["invented"] for row in about) else ""
    compiled = max((row["compiled_on"] for row in about if row["compiled_on"]), default=None)
    names = md(listing(name(row) for row in about))
    words = (
        t("frame.footer", names=names, date=md(day(compiled)))
        if compiled
        else t("frame.footer_undated", names=names)
    )
    with st.container(key="footer"):
        st.markdown(f":gray[:small[{invented}{words}]]")
