"""All answers of an organisation as one JSON file: written for other programs, and read back.

A municipality's file holds its units' answers as well, because a unit refers to its municipality's
steering documents: apart from them its answers would not be whole. docs/answers-file.md says what
stands where, and what of a file is the same after it was read back.
"""

from .read import NotTaken, bring_back, read_answers
from .written import VERSION, answers_file

__all__ = ["VERSION", "NotTaken", "answers_file", "bring_back", "read_answers"]
