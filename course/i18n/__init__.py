"""The workbook in its readers' languages: gettext catalogues, and the extractors that feed them.

English is the source. A translator is an object that is passed to whoever needs one; nothing here
sets a language for the whole process, because a process may serve readers of several.
"""

from __future__ import annotations

import gettext
import io
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

__all__ = ["LANGUAGES", "N_", "PRINTED", "LanguageError", "Translator", "catalogue_path", "translator"]

LANGUAGES: dict[str, str] = {"en": "English", "nb": "Bokmål", "nn": "Nynorsk"}
"""Language code → the language's own name, in the order they are offered: those of the pages."""

PRINTED: dict[str, str] = {**LANGUAGES, "sv": "Svenska", "da": "Dansk"}
"""The languages papers are printed in: their catalogues may hold no more than what can be printed."""


class LanguageError(ValueError):
    """A language the workbook is not written in, or its papers are not printed in."""

    def __init__(self, language: str, *, printed: bool = False) -> None:
        if printed:
            super().__init__(f"No paper is printed in “{language}”. The languages are: {', '.join(PRINTED)}.")
        else:
            super().__init__(f"The workbook has no language “{language}”. It has: {', '.join(LANGUAGES)}.")


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for “mark, translate later”
    """Mark `sentence` for the catalogue and return it unchanged."""
    return sentence


class Translator:
    """Sentences in one language.

    A sentence the catalogue lacks comes back in English rather than failing: a reader is better
    served by a foreign sentence than by none. Tests see to it that none is lacking.
    """

    def __init__(self, language: str, catalogue: gettext.NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue

    def gettext(self, sentence: str) -> str:
        """Return `sentence` in this language."""
        return self._catalogue.gettext(sentence) if sentence else ""

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Return the form of a sentence that goes with `number`."""
        return self._catalogue.ngettext(one, many, number)

    __call__ = gettext


def catalogue_path(language: str) -> Path:
    """Return where the catalogue of `language` lies; English, the source, has none."""
    return Path(__file__).parent / "locale" / language / "LC_MESSAGES" / "messages.po"


@cache
def translator(language: str, *, printed: bool = False) -> Translator:
    """Return the translator into `language`; of papers, which have more languages, where `printed`.

    The catalogue is compiled in memory, so that what is shown is always what the .po file says.

    Raises
    ------
    LanguageError
        When the workbook is not written in `language`.
    """
    if language not in (PRINTED if printed else LANGUAGES):
        raise LanguageError(language, printed=printed)
    if language == "en":
        return Translator(language, gettext.NullTranslations())
    with catalogue_path(language).open("rb") as source:
        catalogue = read_po(source, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translator(language, gettext.GNUTranslations(compiled))
