"""The program finds its files from a checkout, an editable install and a wheel."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from annotator import paths

ROOT = Path(__file__).resolve().parent.parent
SCHEME = "schemes/crisis-news.toml"
ASK = """
import json
from annotator import __file__ as package, paths
print(json.dumps([package, str(paths.resource("schemes/crisis-news.toml")), str(paths.seeds())]))
"""


def ask(folder: Path, **environment: str) -> tuple[Path, Path, Path]:
    """Ask a new process in `folder` for the package, a resource and the seeds that it finds."""
    run = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    package, resource, seeds = json.loads(run.stdout)
    return Path(package), Path(resource), Path(seeds)


def names(folder: Path) -> set[str]:
    """Return every file below a folder, as paths relative to it."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_checkout_uses_its_own_folders() -> None:
    assert paths.resource(SCHEME) == ROOT / "resources" / SCHEME
    assert paths.resource(SCHEME).is_file()
    assert paths.seeds() == ROOT / "seeds"
    assert any(paths.seeds().iterdir())


def test_an_editable_install_points_at_the_checkout(tmp_path: Path) -> None:
    """Run from another folder, where only the installed package can be found."""
    package, resource, seeds = ask(tmp_path)
    assert package == ROOT / "annotator" / "__init__.py"
    assert resource == ROOT / "resources" / SCHEME
    assert seeds == ROOT / "seeds"


def test_a_wheel_carries_the_resources_and_the_seeds(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    target = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)

    package, resource, seeds = ask(tmp_path, PYTHONPATH=str(target))
    assert package == target / "annotator" / "__init__.py"
    assert resource.read_bytes() == (ROOT / "resources" / SCHEME).read_bytes()
    assert names(resource.parents[1]) == names(ROOT / "resources")
    assert names(seeds) == names(ROOT / "seeds")
    assert not (target / "tests").exists()


@pytest.mark.parametrize("folder", [paths.data_dir, paths.config_dir], ids=["data", "config"])
def test_the_users_folders_are_made_on_demand(folder: object, own_home: Path) -> None:
    assert callable(folder)
    made = folder()
    assert made.is_dir()
    assert made.name == "news-annotator" or made.parent.name == "news-annotator"
    assert made.is_relative_to(own_home)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the folder is named by a variable on Linux alone")
def test_a_settings_folder_that_can_not_be_made_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "file"
    place.write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(place))
    assert not paths.config_dir().is_dir()
