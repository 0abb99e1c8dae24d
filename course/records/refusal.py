"""Why an answer was not taken, as a sentence for the person who wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from pydantic import ValidationError

from ..i18n import N_, Translator

__all__ = ["SENTENCES", "UNKNOWN", "Message", "Refused", "Sayable", "refused"]


@runtime_checkable
class Sayable(Protocol):
    """A blank that reads differently in each language."""

    def text(self, translate: Translator) -> str:
        """Return it in the translator's language."""


@dataclass(frozen=True)
class Message:
    """A sentence with its blanks filled in, still to be translated.

    `sentence` is English source text in `str.format` form; `blanks` are the values, which may
    themselves be sayable.
    """

    sentence: str
    blanks: Mapping[str, object] = field(default_factory=dict)

    def text(self, translate: Translator) -> str:
        """Return the sentence in the translator's language."""
        blanks = {
            name: blank.text(translate) if isinstance(blank, Sayable) else blank
            for name, blank in self.blanks.items()
        }
        return translate(self.sentence).format(**blanks)


class Refused(ValueError):
    """Answers that were not taken: `errors` has one `Message` per field; "" is the whole record."""

    def __init__(self, errors: Mapping[str, Message]) -> None:
        self.errors = dict(errors)
        super().__init__("; ".join(f"{name}: {_english(m)}" for name, m in self.errors.items()))


def _english(message: Message) -> str:
    return message.sentence.format(**message.blanks)


_TEXT = N_("Write this as text.")
_LONG = N_("This is too long. Use at most {max_length} characters.")
_SHORT = N_("This is too short. Use at least {min_length} characters.")
_NUMBER = N_("Write this as a whole number, in digits only.")
_DECIMAL = N_("Write this as a number.")
_LOW = N_("This number is too small. The smallest that makes sense here is {ge}.")
_HIGH = N_("This number is too large. The largest that makes sense here is {le}.")
_RANGE = N_("This number is outside what makes sense here.")
_DATE = N_("Write this as a date: day, month and year.")
_YEAR = N_("Write a date with a year between 1900 and 2100.")
_CHOICE = N_("Choose one of the answers in the list.")
_CHOICES = N_("Choose among the answers in the list.")
_YES_NO = N_("Answer yes or no.")
_ADDRESS = N_("Write a whole web address, beginning with https://.")
UNKNOWN = N_("This form has no such question.")
_EMAIL = N_("This is no e-mail address. One is like kari@example.org.")
_ZONE = N_("No time zone has that name. One is like Europe/Oslo.")
_MISSING = N_("An answer is missing here.")
_CHARACTER = N_("This contains a character that cannot be kept. Remove it and try again.")
_COLOUR = N_("Write the colour as # and six digits from 0 to f, for example #1e4b6e.")
_PALE = N_("{colour} is too pale for text on white. Of the same hue, {darker} is dark enough.")
_FORM = N_("This is not an answer in the form this question takes.")
_MANY = N_("These are too many. Use at most {max_length}.")
_FEW = N_("These are too few. Use at least {min_length}.")

_FAMILIES: dict[str, tuple[str, ...]] = {
    _TEXT: ("string_type", "string_sub_type", "bytes_type", "string_pattern_mismatch", "string_not_ascii"),
    _LONG: ("string_too_long", "bytes_too_long"),
    _SHORT: ("string_too_short", "bytes_too_short"),
    _NUMBER: ("int_type", "int_parsing", "int_parsing_size", "int_from_float"),
    _DECIMAL: (
        "float_type",
        "float_parsing",
        "finite_number",
        "decimal_type",
        "decimal_parsing",
        "decimal_max_digits",
        "decimal_max_places",
        "decimal_whole_digits",
        "complex_type",
        "complex_str_parsing",
    ),
    _LOW: ("greater_than_equal",),
    _HIGH: ("less_than_equal",),
    _RANGE: ("greater_than", "less_than", "multiple_of"),
    _DATE: (
        "date_type",
        "date_parsing",
        "date_from_datetime_parsing",
        "date_from_datetime_inexact",
        "date_past",
        "date_future",
        "datetime_type",
        "datetime_parsing",
        "datetime_object_invalid",
        "datetime_from_date_parsing",
        "datetime_past",
        "datetime_future",
        "time_type",
        "time_parsing",
        "time_delta_type",
        "time_delta_parsing",
        "timezone_naive",
        "timezone_aware",
        "timezone_offset",
    ),
    _YEAR: ("year_out_of_range",),
    _CHOICE: ("enum", "literal_error", "not_in_vocabulary"),
    _CHOICES: (
        "list_type",
        "set_type",
        "frozen_set_type",
        "tuple_type",
        "iterable_type",
        "set_item_not_hashable",
    ),
    _YES_NO: ("bool_type", "bool_parsing"),
    _ADDRESS: (
        "url_type",
        "url_parsing",
        "url_syntax_violation",
        "url_too_long",
        "url_scheme",
        "not_an_address",
    ),
    _EMAIL: ("not_an_email",),
    _ZONE: ("not_a_time_zone",),
    UNKNOWN: ("extra_forbidden", "no_such_attribute", "unexpected_keyword_argument", "invalid_key"),
    _MISSING: (
        "missing",
        "missing_argument",
        "missing_keyword_only_argument",
        "missing_positional_only_argument",
        "none_required",
    ),
    _CHARACTER: ("string_unicode", "character_not_kept", "bytes_invalid_encoding"),
    _COLOUR: ("not_a_colour",),
    _PALE: ("too_pale",),
    _MANY: ("too_long",),
    _FEW: ("too_short",),
    # What no field of ours can make today; listed, so that a new error of pydantic's is noticed.
    _FORM: (
        "arguments_type",
        "assertion_error",
        "callable_type",
        "counter_type",
        "dataclass_exact_type",
        "dataclass_type",
        "default_factory_not_called",
        "deque_type",
        "dict_type",
        "ellipsis_error",
        "fraction_parsing",
        "fraction_type",
        "frozen_dict_type",
        "frozen_field",
        "frozen_instance",
        "get_attribute_error",
        "is_instance_of",
        "is_subclass_of",
        "iteration_error",
        "json_invalid",
        "json_type",
        "mapping_type",
        "missing_sentinel_error",
        "model_attributes_type",
        "model_type",
        "multiple_argument_values",
        "named_tuple_type",
        "needs_python_object",
        "ordered_dict_type",
        "recursion_depth_exceeded",
        "recursion_loop",
        "unexpected_positional_argument",
        "union_tag_invalid",
        "union_tag_not_found",
        "uuid_parsing",
        "uuid_type",
        "uuid_version",
        "value_error",
    ),
}

SENTENCES: dict[str, str] = {kind: sentence for sentence, kinds in _FAMILIES.items() for kind in kinds}
"""Pydantic's error type → our sentence, every one of them; the names pydantic lacks are our own checks."""


def refused(error: ValidationError) -> Refused:
    """Return pydantic's findings as sentences, the first one for each field."""
    errors: dict[str, Message] = {}
    for finding in error.errors(include_url=False, include_input=False):
        name = str(finding["loc"][0]) if finding["loc"] else ""
        blanks: dict[str, Any] = finding.get("ctx", {})
        errors.setdefault(name, Message(SENTENCES.get(finding["type"], _FORM), blanks))
    return Refused(errors)
