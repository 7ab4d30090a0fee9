"""Every setting: a ``KHOTIN_*`` environment variable (or a line of ``.env``), its type, default and meaning.

docs/configuration.md describes each one; a test fails when one is missing there.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

TIME_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
"""All times shown and all days counted are of this zone, whatever the machine's."""


class Settings(BaseSettings):
    """The settings of one process. Read once; pass the object on rather than reading the environment again."""

    model_config = SettingsConfigDict(env_prefix="KHOTIN_", env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    home: Path = Field(default=Path("data"), description="The data folder: store, WARC files, index.")
    engine: Literal["embedded", "elasticsearch"] = Field(default="embedded", description="The search engine.")
    host: str = Field(default="127.0.0.1", description="The address the web side listens on.")
    port: int = Field(default=8000, ge=1, le=65535, description="The port the web side listens on.")
    contact: str = Field(default="", description="An address (mail or web page) where webmasters reach whoever runs the crawler.")
    samples: bool = Field(default=False, description="The sample portals count as sites.")
    samples_port: int = Field(default=8801, ge=1, le=65532, description="The first of the four ports of the sample portals.")

    @property
    def store_path(self) -> Path:
        """The SQLite file of the archive."""
        return self.home / "archive.sqlite"

    @property
    def warc_folder(self) -> Path:
        """Where the captures are."""
        return self.home / "warc"

    @property
    def index_folder(self) -> Path:
        """Where the embedded engine keeps its versions, and the words of each text."""
        return self.home / "index"


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process."""
    return Settings()
