"""Which store and which configuration are meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.paths import config_folder, store_path


@pytest.fixture(autouse=True)
def places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("NETLOFT_STORE", "NETLOFT_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def test_the_store_is_named_by_option_then_environment_then_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    configured = Path("configured.json")
    assert store_path(None, configured) == configured
    monkeypatch.setenv("NETLOFT_STORE", "")
    assert store_path(None, configured) == configured
    monkeypatch.setenv("NETLOFT_STORE", "environment.json")
    assert store_path(None, configured) == Path("environment.json")
    assert store_path(Path("named.json"), configured) == Path("named.json")


def test_otherwise_things_are_where_the_platform_keeps_them(tmp_path: Path) -> None:
    assert store_path().parts[-2:] == ("netloft", "netloft.json")
    assert store_path().is_relative_to(tmp_path)
    assert config_folder().is_relative_to(tmp_path)
    assert not list(tmp_path.iterdir())


def test_the_configuration_folder_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETLOFT_CONFIG", "/elsewhere")
    assert config_folder() == Path("/elsewhere")
