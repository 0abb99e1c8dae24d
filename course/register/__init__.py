"""Norrköping's public register of international projects, read into records.

Nothing is guessed. What a rule cannot read stays as the text it was, and the project carries a
remark (a code of the vocabulary `reading_remark`) that says so. The rules; each has a test of its own:

====  ==========================================================================================
P1    ``2019-2022``, with or without spaces and a full stop: first and last year, under way.
P2    ``2018-2020 (förlängt)``: both years, extended; marked, since it is not said which end it is.
P3    ``från 2019``: first year only, under way; the end is open, not unknown.
P4    ``2020`` alone: first year only; the end is not known and marked, even where the text says
      “2-årigt”: when a two-year project that began in 2020 ends depends on its month.
P5    ``vilande``: dormant, without years; marked.
P6    Any other form: the text is kept, nothing is read, marked.
P7    No period at all (no. 32): period and status are unknown, marked.
C1    Countries stand between commas, semicolons and “och”; a full stop at the end is dropped.
C2    A name is looked up in CLDR's Swedish, Norwegian, Danish and English, then among our aliases:
      “Holland” is the Netherlands. Each country counts once.
C3    A name that has “och” in it is kept whole.
C4    What is not a country's name is marked; no list at all is marked too.
C5    The list wins. A country, or a known place in one, that only the description names is not
      added but marked (no. 7 Turkey, no. 10 Tampere in Finland).
C6    Every country of the world may stand there, not only those of a programme.
T1    The number is the key: titles are sentences and repeat (nos. 22 and 27; marked).
T2    A full stop at the end of a title is dropped.
T3    A title may contain a unit's name (no. 21).
U1    Units are known by a list of the phrases the register uses; the longest that fits counts.
U2    It is the phrase that ends a sentence or line; else the one before a new sentence.
U3    A phrase that goes on in small letters is part of the description's first sentence (no. 32).
U4    The unit named first decides the type of the project.
U5    Without a known phrase the text up to the first full stop is the title; marked.
U6    The heading wins: a unit only the description names is not added but marked (no. 1), and a
      partner that is no unit is not taken for one (no. 30; marked).
G1    The programme is what the description names (nos. 10, 30, 32), marked, since the register has
      no field for it. The page says that most projects are Erasmus+; of no single one is it assumed.
G2    A web address in the description is the link; without a scheme ``https://`` is added, marked.
N1    Partnership and networks begin with a short line without a full stop.
N2    A network's name is its own; the heading, where it differs, is kept as the other spelling.
N3    “Här kan du läsa mer” is left out: the text has lost the address.
====  ==========================================================================================
"""

from .norrkoping import Register, norrkoping

__all__ = ["Register", "norrkoping"]
