"""What may stand in a page that is sent around: structure, text and links; nothing that acts or fetches."""

from __future__ import annotations

from functools import lru_cache

import bleach

from .drawings import with_drawings

TAGS = frozenset(
    """
    a abbr address article aside b blockquote br caption cite code col colgroup dd del details dfn div dl dt
    em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li mark meter ol p pre progress q s
    samp section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var
    """.split()  # noqa: SIM905 - a list of seventy strings would say no more
)
_ANYWHERE = frozenset({"class", "dir", "id", "lang", "role", "title", "translate"})
_BY_TAG = {
    "a": frozenset({"href", "download"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "details": frozenset({"open"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    "meter": frozenset({"value", "min", "max", "low", "high", "optimum"}),
    "ol": frozenset({"start", "reversed", "type"}),
    "progress": frozenset({"value", "max"}),
    "td": frozenset({"colspan", "rowspan", "headers"}),
    "th": frozenset({"colspan", "rowspan", "headers", "scope", "abbr"}),
    "time": frozenset({"datetime"}),
}


def _is_harmless(tag: str, name: str, value: str) -> bool:
    """Whether an attribute may stay: no handler, no style, no picture from elsewhere."""
    if tag == "img" and name == "src":
        return value.startswith("data:image/") and not value.startswith("data:image/svg")
    if name == "tabindex":
        return value == "0"  # a wide table can be scrolled with the keyboard; nothing comes before its turn
    return name in _ANYWHERE or name.startswith(("aria-", "data-")) or name in _BY_TAG.get(tag, frozenset())


@lru_cache(maxsize=1)
def _cleaner() -> bleach.Cleaner:
    return bleach.Cleaner(
        tags=TAGS,
        attributes=_is_harmless,
        protocols=frozenset({"http", "https", "mailto", "data"}),
        strip=True,
        strip_comments=True,
    )


def harmless(html: str) -> str:
    """Return `html` with everything taken out that is not in `TAGS` or could run, fetch or restyle.

    Drawings of ours stay; `drawings` says what they may hold.
    """
    return with_drawings(html, lambda rest: str(_cleaner().clean(rest)))
