from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from annotator.core.zips import ZipError, opened


def zip_of(path: Path, members: dict[str, bytes], packed: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", packed) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return path


def read_all(path: Path, **limits: int) -> list[bytes]:
    with opened(path, **limits) as members:
        return [members.read(name) for name in members.names]


def refusal(path: Path, **limits: int) -> str:
    with pytest.raises(ZipError) as error:
        read_all(path, **limits)
    return str(error.value)


def test_members_are_read_in_order_without_folders(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", {"one.xml": b"1", "media/": b"", "media/two.bin": bytes(range(256))})
    with opened(path) as members:
        assert members.names == ("one.xml", "media/two.bin")
        assert members.read("media/two.bin") == bytes(range(256))
        assert members.size("one.xml") == 1
        with pytest.raises(KeyError):
            members.read("three")


def test_an_open_file_will_do(tmp_path: Path) -> None:
    data = zip_of(tmp_path / "a.zip", {"one": b"1"}).read_bytes()
    with opened(io.BytesIO(data)) as members:
        assert members.read("one") == b"1"


@pytest.mark.parametrize(
    "name", ["../out.txt", "/etc/out.txt", "a/../../out.txt", "..\\out.txt", "C:\\out.txt", "a/.."]
)
def test_no_path_leads_out(tmp_path: Path, name: str) -> None:
    assert "leads out of it" in refusal(zip_of(tmp_path / "a.zip", {name: b"x"}))


def test_too_many_members(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", {f"{n}": b"" for n in range(12)})
    assert refusal(path, max_members=11) == "The zip file holds 12 files, more than 11."
    with opened(path, max_members=12) as members:
        assert len(members.names) == 12


def test_too_many_bytes_and_too_tightly_packed(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", {"zeros": bytes(8_000_000)})
    assert "packed more than 250 times" in refusal(path)
    assert "more than 7 MB" in refusal(path, max_bytes=7_900_000)


def test_a_small_member_may_be_tight(tmp_path: Path) -> None:
    with opened(zip_of(tmp_path / "a.zip", {"zeros": bytes(3_000_000)})) as members:
        assert len(members.read("zeros")) == 3_000_000
        with pytest.raises(ZipError, match="larger than 2 MB"):
            members.read("zeros", limit=2_000_000)


def test_twice_the_same_name(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("one", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            file.writestr("one", b"2")
    assert "'one' twice" in refusal(path)


def test_broken_files(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"no zip")
    assert "no zip file" in refusal(path)
    whole = zip_of(path, {"one": b"some text " * 200}, zipfile.ZIP_STORED).read_bytes()
    path.write_bytes(whole[:-30])
    assert "no zip file" in refusal(path)
    path.write_bytes(whole.replace(b"some text some", b"some TEXT some", 1))
    assert "broken" in refusal(path)


def test_a_size_that_lies(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", {"one": b"x" * 5000})
    data = path.read_bytes()
    path.write_bytes(data.replace((5000).to_bytes(4, "little"), (10).to_bytes(4, "little")))
    assert "broken" in refusal(path)


def test_a_locked_member(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", {"one": b"x"}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert "locked" in refusal(path)
