"""One document of one organisation as a task: read, made in all its formats from one page, left as files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .. import outline
from ..grants import Grant
from ..settings import settings
from ..store import Store
from .written import write_together

if TYPE_CHECKING:
    from ..faces import CohortReading, Reading

__all__ = ["Papers"]


@dataclass(frozen=True)
class Papers:
    """A document of a municipality, a unit, or (without an organisation) a cohort, to be left in `out`.

    It holds names of things only, so that it can be sent to another process.
    """

    grant: Grant
    cohort: str
    organisation: str
    name: str
    """What whoever it is about is called, for whoever waits."""
    document: str
    formats: tuple[str, ...]
    language: str
    out: Path
    draft: bool = False
    history: bool = False
    """Whether all answers come with every state they have had."""

    @property
    def title(self) -> str:
        """Whose document, and which."""
        return f"{self.name}, {self.document}"

    def carry_out(self) -> tuple[Path, ...]:
        """Make it and return its files; none where there is nothing to print yet.

        Raises
        ------
        RuntimeError
            With one sentence, when a format could not be made; then none of them is left.
        """
        # Imported only where it is made: whoever hands out the tasks makes none.
        from ..documents import CannotMake, document_of, make_each

        document, reading = document_of(self.document), self._reading()
        if not self.formats or not document.has_something(reading):
            return ()
        try:
            made = list(make_each(document, reading, self.formats, draft=self.draft, history=self.history))
        except CannotMake as error:
            raise RuntimeError(" ".join(str(error).split())) from error
        self.out.mkdir(parents=True, exist_ok=True)
        files = {self.out / one.name: one.content for one in made}
        write_together(files)
        return tuple(files)

    def _reading(self) -> Reading | CohortReading:
        from ..faces.opening import cohort_reading_of, reading_of

        store, language = Store(settings().database), self.language
        if not self.organisation:
            return cohort_reading_of(
                store, self.grant, cohort=self.cohort, session=outline.HOME, language=language, printed=True
            )
        return reading_of(
            store,
            self.grant,
            cohort=self.cohort,
            organisation=self.organisation,
            session=outline.HOME,
            language=language,
            printed=True,
        )
