from __future__ import annotations

from pathlib import Path

import pytest

from annotator import paths
from annotator.core.errors import AnnotatorError
from annotator.store import people
from annotator.store.audit import audit
from annotator.store.project import open_project
from annotator.work import projects
from annotator.work.progress import Cancelled, Progress
from tests.helpers import listing

SCHEME = 'name = "Mini"\n[[label]]\nkey = "x"\nname = "Ex"\n'


def test_a_scheme_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text("\ufeff" + SCHEME, encoding="utf-8")
    project = projects.new_project(tmp_path / "p", tmp_path / "s.toml")
    assert [label.key for label in project.scheme.labels] == ["x"]
    assert project.scheme.text == SCHEME
    assert audit(project) == []
    project.close()


@pytest.mark.parametrize(
    ("content", "match"),
    [(None, "can't be read .No such file"), (b"\xff\xfe", "is not UTF-8 .byte 0."), (b"label = 5", "scheme")],
)
def test_a_scheme_that_can_not_be_read(tmp_path: Path, content: bytes | None, match: str) -> None:
    if content is not None:
        (tmp_path / "s.toml").write_bytes(content)
    before = listing(tmp_path)
    with pytest.raises(AnnotatorError, match=match):
        projects.new_project(tmp_path / "p", tmp_path / "s.toml")
    assert listing(tmp_path) == before


def test_the_sample_is_made_once(tmp_path: Path) -> None:
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        projects.sample_project(tmp_path, stopped)
    assert listing(tmp_path) == {}
    path = projects.sample_project(tmp_path)
    assert list(listing(tmp_path)) == ["Sample.annotator"]
    project = open_project(path)
    assert audit(project) == []
    facts = projects.info(project)
    assert facts["articles"] == projects.sample_size()
    assert len(facts["annotators"]) >= 3
    assert sum(person.lead for person in people.people(project)) == 1
    project.close()
    before = path.read_bytes()
    assert projects.sample_project(tmp_path) == path
    assert path.read_bytes() == before


def test_the_sample_where_the_data_folder_is_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setattr(paths, "data_dir", lambda: (tmp_path / "file" / "data").mkdir(parents=True))
    with pytest.raises(AnnotatorError, match=r"file.*the sample can't be made there .Not a directory"):
        projects.sample_project()
    with pytest.raises(AnnotatorError, match="file"):
        projects.sample_project(tmp_path / "file")
