"""Every setting: a ``KHOTIN_*`` environment variable (or a line of ``.env``), its type, default and meaning.

docs/configuration.md describes each one; a test fails when one is missing there.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

TIME_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
"""All times shown and all days counted are of this zone, whatever the machine's."""


class SettingsError(Exception):
    """A setting that cannot be used; the message is one line that names it."""


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

    elasticsearch_url: str = Field(
        default="http://127.0.0.1:9200", description="Where Elasticsearch answers; the addresses of several nodes are parted by commas."
    )
    elasticsearch_api_key: SecretStr | None = Field(default=None, description="The API key for Elasticsearch.")
    elasticsearch_user: str = Field(default="", description="The user name for Elasticsearch, where it wants a password and no key.")
    elasticsearch_password: SecretStr = Field(default=SecretStr(""), description="The password of that user.")
    elasticsearch_ca_file: Path | None = Field(
        default=None, description="The certificate (PEM) of the authority that vouches for Elasticsearch; the system's own if not given."
    )
    elasticsearch_index_prefix: str = Field(
        default="khotin", pattern=r"^[a-z][a-z0-9_-]{0,99}$", description="What the names of indices, alias and template begin with."
    )
    elasticsearch_shards: int = Field(default=1, ge=1, le=64, description="Shards of an index that is built from now on.")
    elasticsearch_replicas: int | None = Field(
        default=None, ge=0, le=8, description="Copies of each shard besides the first; not given: none on one node, one in a cluster."
    )
    elasticsearch_timeout: float = Field(default=10.0, gt=0, le=600, description="Seconds that one request may take.")
    elasticsearch_patience: float = Field(
        default=60.0, ge=0, le=3600, description="Seconds that a build or an update waits for a server that is down, busy or red."
    )

    @field_validator("home", mode="before")
    @classmethod
    def _some_folder(cls, home: object) -> object:
        if not str(home).strip():
            raise ValueError("it is empty: name a folder, or leave the setting out")
        return home

    @field_validator("elasticsearch_url")
    @classmethod
    def _addresses(cls, text: str) -> str:
        for address in map(urlsplit, _listed(text) or [""]):
            if "@" in address.netloc:
                raise ValueError("a user or password does not belong into the address: set KHOTIN_ELASTICSEARCH_USER and _PASSWORD")
            if address.scheme not in ("http", "https") or not address.hostname or not _PORT.fullmatch(address.netloc.rpartition("]")[2]):
                raise ValueError("an address is written http://HOST:PORT or https://HOST:PORT, several are parted by commas")
        return text

    @field_validator("elasticsearch_user")
    @classmethod
    def _one_way_in(cls, user: str, info: ValidationInfo) -> str:
        if user and info.data.get("elasticsearch_api_key"):
            raise ValueError("KHOTIN_ELASTICSEARCH_API_KEY is set too: give a key, or a user and password")
        return user

    @property
    def elasticsearch_urls(self) -> tuple[str, ...]:
        """The addresses of ``elasticsearch_url`` one by one."""
        return tuple(_listed(self.elasticsearch_url))

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

    @property
    def rejections(self) -> Path:
        """The JSON lines file of articles that a search server did not take, with the reason."""
        return self.index_folder / "rejected.jsonl"


_PORT = re.compile(r"[^:]*(:\d{1,5})?")


def _listed(text: str) -> list[str]:
    return [part.strip().rstrip("/") for part in text.split(",") if part.strip()]


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process. Raises SettingsError."""
    return read_settings()


def read_settings(**given: Any) -> Settings:
    """The settings as they stand now, ``given`` before all others. Raises SettingsError, whose line every command prints."""
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(map(str, first["loc"])).upper()
        message = " ".join(first["msg"].removeprefix("Value error, ").split())
        raise SettingsError(f"KHOTIN_{name} cannot be used: {message} (docs/configuration.md)") from error
