"""What a facilitator has run: for whom, which sessions, and which papers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from ..batch import PAPERS
from ..levels import municipality_of

__all__ = ["Choice"]


class Choice(BaseModel):
    """What is to be run: for whom, which sessions, and whether the papers are made too."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    municipalities: tuple[str, ...]
    sessions: tuple[str, ...] = ()
    """None means that only the papers are made."""
    papers: bool = False
    units: bool = False
    snapshots: bool = False
    """Each session as it was when its group said that it was ready; those without are left out."""

    def papers_of(self, places: Iterable[str], folder: Path) -> Iterator[tuple[str, list[str]]]:
        """Yield the key of each municipality and unit whose papers are to be made, and the words for that.

        Parameters
        ----------
        places
            The keys of all municipalities and units.
        folder
            Where the pages of the municipalities lie; the papers lie beside them.
        """
        units = sorted(key for key in places if municipality_of(key)) if self.units else []
        for municipality in self.municipalities if self.papers else ():
            words = ["export", "--all", "--municipality", municipality]
            yield municipality, [*words, "--out", str(folder / municipality / PAPERS)]
            for unit in units:
                if municipality_of(unit) == municipality:
                    place = folder / municipality / unit / PAPERS
                    yield unit, [*words, "--unit", unit, "--out", str(place)]
