"""The privacy notice: what the workbook itself knows to say, and what only its operator can.

The operator writes a TOML file, `privacy.toml` under `WORKBOOK_VAR_DIR` unless `WORKBOOK_PRIVACY_FILE` names
another. What is not filled in there is shown as missing, never guessed.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from .i18n import LANGUAGES, N_
from .settings import BadSetting

__all__ = ["FIELDS", "PrivacyNotice", "privacy_notice"]

Text = str | dict[str, str]
"""The same in every language, or language code → text."""

FIELDS: dict[str, str] = {
    "controller": N_("Who is responsible"),
    "contact": N_("Whom to ask"),
    "officer": N_("Data protection officer"),
    "purpose": N_("What it is used for, and on what legal basis"),
    "recipients": N_("Who else handles it"),
    "authority": N_("Where to complain"),
}
"""What only the operator can say → its heading, in the order of the page."""


class PrivacyNotice(BaseModel):
    """What the operator has filled in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    controller: Text = ""
    contact: Text = ""
    officer: Text = ""
    purpose: Text = ""
    recipients: Text = ""
    authority: Text = ""

    def says(self, field: str, language: str) -> str:
        """Return what is filled in there, in `language` or the first there is; “” where nothing is."""
        text: Text = getattr(self, field)
        if isinstance(text, str):
            return text.strip()
        known = [text[code] for code in (language, *LANGUAGES) if text.get(code)]
        return known[0].strip() if known else ""


def privacy_notice(path: Path) -> PrivacyNotice:
    """Read what the operator has filled in; nothing where there is no file.

    Raises
    ------
    BadSetting
        With one sentence, when the file cannot be used.
    """
    try:
        return PrivacyNotice.model_validate(tomllib.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return PrivacyNotice()
    except ValidationError as error:
        wrong = ", ".join(".".join(map(str, each["loc"][:1])) for each in error.errors())
        raise BadSetting(
            f"“{path}” cannot be used: look at {wrong}. It may say {', '.join(FIELDS)}."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(f"“{path}” cannot be used: {error}.") from None
