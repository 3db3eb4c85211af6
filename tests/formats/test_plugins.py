"""Formats of other packages: a real one is used like ours, a broken one is left out and named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator.core.sources import Head
from annotator.formats import plugins, registry
from annotator.work import kinds
from tests.helpers import bring, call, project_with

KIND = 'from annotator.core.kinds import Kind\nKIND = Kind("{name}", "Shouted text", (".shout",), "{module}"{more})\n'
READER = """
from annotator.core.ids import text_sha256
from annotator.formats.reading import Item
from annotator.formats.record import Record


def sniff(head):
    return 95 if head.text.startswith("SHOUT ") else 0


def read(source):
    text = source.path.read_text(encoding="utf-8").removeprefix("SHOUT ")
    yield Item(Record("shouted", text, text_sha256(text)), 1)
"""
Install = Callable[..., None]


@pytest.fixture(name="install")
def fixture_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Give what installs a package of one module, with the metadata that pip leaves."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(str(site))

    def install(package: str, points: str, code: str) -> None:
        (site / f"{package}.py").write_text(code, encoding="utf-8")
        info = site / f"{package}-1.2.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.2\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[{plugins.GROUP}]\n{points}\n", encoding="utf-8")
        forget()

    yield install
    monkeypatch.undo()
    forget()


def forget() -> None:
    plugins.installed.cache_clear()
    registry.formats.cache_clear()


def kind(name: str, module: str, more: str = "") -> str:
    return KIND.format(name=name, module=module, more=more)


def test_a_package_adds_a_format(install: Install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install("shouting", "shout = shouting:KIND", kind("shout", "shouting") + READER)
    (tmp_path / "a.shout").write_text("SHOUT Grain ships leave Ilmark.\n", encoding="utf-8")
    assert kinds.detect(tmp_path / "a.shout").name == "shout"
    project = project_with(tmp_path)
    assert bring(project, tmp_path / "a.shout").added == 1
    assert bring(project, tmp_path / "a.shout", format="shout").already == 1
    project.close()
    assert "shout          Shouted text (read)" in call(monkeypatch, "formats").out.decode()
    assert registry.left_out() == ()


BROKEN = {
    "raises": (
        "raises = raises:KIND",
        "raise ArithmeticError('no luck')",
        "can't be loaded (ArithmeticError: no luck)",
    ),
    "absent": ("absent = absent:NOWHERE", "", "can't be loaded (AttributeError"),
    "unwritten": ("unwritten = unwritten_too:KIND", "", "can't be loaded (ModuleNotFoundError"),
    "wrong": ("wrong = wrong:KIND", "KIND = 7", "is no Kind"),
    "halved": ("halved = halved:KIND", kind("halved", "halved"), "has no function 'sniff'"),
    "unread": (
        "unread = unread:KIND",
        kind("unread", "unread") + "def sniff(head):\n    return 0\n",
        "no function 'read'",
    ),
    "gone": ("gone = gone:KIND", kind("gone", "gone_module"), "can't be loaded (ModuleNotFoundError"),
    "native": ("native = native:KIND", kind("native", "native") + READER, "one of ours is called so"),
}


@pytest.mark.parametrize("package", BROKEN)
def test_a_broken_one_is_left_out_and_named(
    install: Install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    points, code, told = BROKEN[package]
    install(package, points, code)
    install("shouting", "shout = shouting:KIND", kind("shout", "shouting") + READER)
    result = call(monkeypatch, "formats")
    assert result.code == 0
    (sentence,) = [line for line in result.out.decode().split("\n") if "left out" in line]
    assert told in sentence
    assert "shout " in result.out.decode()
    assert call(monkeypatch, "formats", "--json").json["left_out"] == [sentence]
    (tmp_path / "a.txt").write_text("Grain ships leave Ilmark.\n", encoding="utf-8")
    assert kinds.detect(tmp_path / "a.txt").name == "text"
    assert kinds.named("native").module == "annotator.formats.native"


def test_two_of_one_name_and_one_that_fails_to_tell_files(install: Install, tmp_path: Path) -> None:
    install(
        "one",
        "twin = one:KIND",
        kind("twin", "one") + "def read(s):\n    pass\ndef sniff(h):\n    raise KeyError('x')\n",
    )
    install("two", "twin = two:KIND", kind("twin", "two") + READER)
    (told,) = registry.left_out()
    assert told.startswith("The format 'twin' of the package two 1.2 was left out: another package")
    (tmp_path / "a.txt").write_text("Grain ships leave Ilmark.\n", encoding="utf-8")
    assert kinds.named("twin").sniff(Head(tmp_path / "a.txt")) == 0
    assert kinds.detect(tmp_path / "a.txt").name == "text"
