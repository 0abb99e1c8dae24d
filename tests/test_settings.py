"""The operator's settings: what they mean does not depend on which process reads them."""

from pathlib import Path

import pytest

from course.settings import Settings


@pytest.mark.parametrize("written", ["x", "/x", "x/", "/x/"])
def test_a_path_below_the_host_is_read_with_a_stroke_at_either_end(monkeypatch, written):
    monkeypatch.setenv("WORKBOOK_BASE_URL", written)
    assert Settings().base_url == "/x/"
    monkeypatch.delenv("WORKBOOK_ADDRESS", raising=False)
    assert Settings().reached_at.endswith("/x")


@pytest.mark.parametrize("name", ["var_dir", "out_dir", "data_dir", "notebooks_dir"])
def test_a_folder_is_the_same_for_a_kernel_that_works_elsewhere(monkeypatch, tmp_path, name):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(f"WORKBOOK_{name.upper()}", "here/and/there")
    assert getattr(Settings(), name) == tmp_path / "here/and/there"


@pytest.mark.parametrize(
    ("variable", "value", "address"),
    [
        ("WORKBOOK_VAR_DIR", "v", "sqlite:///{}/v/workbook.sqlite"),
        ("WORKBOOK_DATABASE_URL", "sqlite:///answers.sqlite", "sqlite:///{}/answers.sqlite"),
        ("WORKBOOK_DATABASE_URL", "sqlite+pysqlite:///a/b.sqlite", "sqlite+pysqlite:///{}/a/b.sqlite"),
        ("WORKBOOK_DATABASE_URL", "sqlite:////srv/w.sqlite", "sqlite:////srv/w.sqlite"),
        ("WORKBOOK_DATABASE_URL", "sqlite:///:memory:", "sqlite:///:memory:"),
        ("WORKBOOK_DATABASE_URL", "postgresql://db/w", "postgresql://db/w"),
    ],
)
def test_a_database_is_the_same_for_a_kernel_that_works_elsewhere(
    monkeypatch, tmp_path, variable, value, address
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WORKBOOK_DATABASE_URL", raising=False)
    monkeypatch.setenv(variable, value)
    assert Settings().database == address.format(Path.cwd())
