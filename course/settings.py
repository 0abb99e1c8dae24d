"""Where things are: the operator's settings, read from environment variables named WORKBOOK_…."""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from .addresses import BadAddress, address_of

_RELATIVE_SQLITE = re.compile(r"(sqlite(?:\+\w+)?:///)(?![/:]|file:)(.+)")
_PROJECT = Path(__file__).resolve().parent.parent


def project_path(name: str) -> Path:
    """Return the folder `name` that ships with the project.

    In a checkout it lies beside the package; an installed wheel carries it under
    ``share/municipal-workbook`` of the environment.
    """
    beside = _PROJECT / name
    return beside if beside.exists() else Path(sys.prefix) / "share" / "municipal-workbook" / name


def _home() -> Path:
    """Where the workbook keeps what it writes: the checkout, or the working folder of a wheel."""
    return _PROJECT if (_PROJECT / "pyproject.toml").exists() else Path.cwd()


class BadSetting(ValueError):
    """An environment variable whose value cannot be used."""


class Settings(BaseSettings):
    """The operator's settings; each is also an environment variable, `WORKBOOK_` in front."""

    model_config = SettingsConfigDict(env_prefix="WORKBOOK_", extra="ignore")

    var_dir: Path = Field(default_factory=lambda: _home() / "var")
    out_dir: Path = Field(default_factory=lambda: _home() / "out")
    data_dir: Path = Field(default_factory=lambda: project_path("data"))
    notebooks_dir: Path = Field(default_factory=lambda: project_path("notebooks"))
    database_url: str = ""
    cohort: str = "pilot"
    host: str = "127.0.0.1"
    port: int = Field(default=8866, ge=0, le=65535)
    base_url: str = Field(default="/", pattern=r"^[A-Za-z0-9/_-]*$")
    """Below which path of its host the server is; read with a stroke at either end."""
    behind_proxy: bool = False
    process: int = Field(default=0, ge=0, le=255)
    """Which of several server processes this one is; 0 where it is the only one."""
    address: str = Field(default="", pattern=r"^(https?://[^\s/]+(/\S*)?)?$")
    """Where people reach the server; what a link in a mail begins with, whatever a browser says."""
    face: Literal["page", "file", "lab"] = "file"
    """Where a notebook is shown: a page of the server, an exported file, or JupyterLab."""
    widget_code: Literal["text", "name"] = "text"
    """What a widget's state has of its code: all of it, or the name by which a page has it."""
    comments: bool = False
    """Whether an exported page shows the comments."""
    time_zone: str = "Europe/Oslo"
    kernel_idle_seconds: int = Field(default=1800, ge=1)
    kernel_alone_seconds: int = Field(default=180, ge=1)
    kernels_per_visitor: int = Field(default=15, ge=1)
    """Pages one browser may have open at a time; each is a process of its own."""
    kernel_memory_mb: int = Field(default=1000, ge=0)
    """Megabytes the process behind a page may have of its own; 0 for no limit."""
    kernel_cpu_seconds: int = Field(default=120, ge=0)
    """Seconds it may compute without coming to rest; 0 for no limit."""
    smtp_host: str = ""
    """Where mail is handed over; without it none is sent."""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password_file: Path | None = None
    smtp_from: str = ""
    privacy_file: Path | None = None
    openid_file: Path | None = None

    # A kernel works in another folder: what is relative to this one would be something else there.
    @field_validator("var_dir", "out_dir", "data_dir", "notebooks_dir")
    @classmethod
    def _anywhere(cls, folder: Path) -> Path:
        return folder.absolute()

    @field_validator("database_url")
    @classmethod
    def _file_anywhere(cls, address: str) -> str:
        relative = _RELATIVE_SQLITE.fullmatch(address)
        return f"{relative[1]}{Path(relative[2]).absolute()}" if relative else address

    @field_validator("base_url")
    @classmethod
    def _between_strokes(cls, path: str) -> str:
        return f"/{path.strip('/')}/".replace("//", "/")

    @field_validator("smtp_from")
    @classmethod
    def _sender(cls, address: str) -> str:
        try:
            return address and address_of(address)
        except BadAddress as error:
            raise ValueError(str(error)) from None

    @model_validator(mode="after")
    def _mail_is_from_somebody(self) -> Settings:
        if self.smtp_host and not (self.smtp_from and self.address):
            raise ValueError(
                "WORKBOOK_SMTP_HOST needs WORKBOOK_SMTP_FROM, whom mail is from, and WORKBOOK_ADDRESS, "
                "where people reach the server"
            )
        return self

    @field_validator("time_zone")
    @classmethod
    def _known(cls, name: str) -> str:
        try:
            return ZoneInfo(name).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("no time zone has that name, which is like Europe/Oslo") from None

    @property
    def privacy(self) -> Path:
        """The file in which the operator has filled in the privacy notice."""
        return self.privacy_file or self.var_dir / "privacy.toml"

    @property
    def openid(self) -> Path:
        """The file in which the operator has named the providers of sign-in."""
        return self.openid_file or self.var_dir / "openid.toml"

    @property
    def reached_at(self) -> str:
        """Where people reach the server, without a stroke at the end."""
        return (self.address or f"http://{self.host}:{self.port}{self.base_url}").rstrip("/")

    @property
    def for_drawing(self) -> dict[str, str]:
        """What a process that draws needs in its environment.

        matplotlib keeps a list of the machine's fonts, by default below HOME, which may be read-only.
        """
        return {"MPLCONFIGDIR": str(self.var_dir / "matplotlib")}

    @property
    def database(self) -> str:
        """The address of the store, SQLAlchemy's form; a SQLite file under `var_dir` by default."""
        return self.database_url or f"sqlite:///{self.var_dir / 'workbook.sqlite'}"


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Return the settings of this process, read once.

    Raises
    ------
    BadSetting
        With one sentence that names the variables that cannot be used, and why.
    """
    try:
        return Settings()
    except ValidationError as error:
        wrong = (
            f"WORKBOOK_{str(each['loc'][0]).upper()} cannot be “{each['input']}”: {each['msg']}"
            if each["loc"]
            else each["msg"].removeprefix("Value error, ")
            for each in error.errors()
        )
        raise BadSetting(f"{'; '.join(wrong)}.") from None
