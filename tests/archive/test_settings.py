"""Settings that go together, and those that nobody may see."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from archive.settings import Settings, SettingsError, read_settings


def settings(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    for name, value in values.items():
        monkeypatch.setenv(f"KHOTIN_ELASTICSEARCH_{name.upper()}", value)
    return Settings(_env_file=None)  # type: ignore[call-arg]


@pytest.mark.parametrize("url", ["http://[::1]:9200", "https://x.example", "http://proxy.example/es"])
def test_an_address_may_be_any_that_a_browser_takes(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    assert settings(monkeypatch, url=url).elasticsearch_urls == (url,)


def test_several_addresses_are_parted_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = settings(monkeypatch, url="https://a.example:9200/, https://b.example:9200 ,")
    assert chosen.elasticsearch_urls == ("https://a.example:9200", "https://b.example:9200")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("url", ""), ("url", "localhost:9200"), ("url", "ftp://x"), ("url", "http://"), ("url", "https://me:secret@x:9200"),
        ("url", "http://x:port"), ("index_prefix", "Kho"), ("index_prefix", "../x"), ("index_prefix", "a*"), ("shards", "0"),
        ("replicas", "-1"), ("timeout", "0"), ("patience", "-1"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_used_is_refused_without_showing_a_secret(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    with pytest.raises(ValidationError) as refused:
        settings(monkeypatch, **{name: value})
    (error,) = refused.value.errors()
    assert error["loc"] == (f"elasticsearch_{name}",)
    assert "secret" not in error["msg"]


def test_a_key_and_a_password_are_not_given_together(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValidationError, match="give a key, or a user and password"):
        settings(monkeypatch, api_key="k", user="u")


def test_secrets_are_shown_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHOTIN_ELASTICSEARCH_API_KEY", "secret-key")
    chosen = settings(monkeypatch, password="secret-word")
    assert "secret-" not in f"{chosen!r} {chosen} {chosen.model_dump()} {chosen.model_dump_json()}"


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "abc"), ("ENGINE", "foo"), ("SAMPLES", "maybe"), ("SAMPLES_PORT", "65535"), ("HOME", "")]
)
def test_a_wrong_setting_is_one_line_that_names_it(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"KHOTIN_{name}", value)
    with pytest.raises(SettingsError, match=f"^KHOTIN_{name} cannot be used: .+$"):
        read_settings()
