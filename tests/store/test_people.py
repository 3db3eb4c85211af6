from __future__ import annotations

import pytest

from annotator.core.errors import AnnotatorError
from annotator.core.ids import person_id
from annotator.store import people
from annotator.store.project import Project


def test_two_system_users_of_one_name_are_two_people(project: Project) -> None:
    mine = people.find_or_add(project, "user")
    theirs = people.add_person(project, "user")
    assert mine.id != theirs.id
    with pytest.raises(AnnotatorError, match="2 annotators are called 'user'") as told:
        people.find_or_add(project, "user")
    assert mine.id in str(told.value)
    assert people.find_or_add(project, theirs.id) == theirs


def test_the_first_who_opens_a_project_leads_it(project: Project) -> None:
    first, second = people.find_or_add(project, "Zoe"), people.find_or_add(project, "Yan")
    assert (first.lead, second.lead) == (True, False)
    assert people.find_or_add(project, "Zoe") == first


def test_a_package_has_its_owner_alone_and_nobody_leads_it(project: Project) -> None:
    ana = people.find_or_add(project, person_id("Ana"))
    with project.write():
        project.db.execute("UPDATE people SET lead = 0")
        project.set_value("package", "1")
        project.set_value("package_owner", ana.id)
    assert not people.find_or_add(project, "Ana").lead
    assert people.owner(project) == people.find_or_add(project, ana.id)
    for refused in (people.find_or_add, people.add_person):
        with pytest.raises(AnnotatorError, match="this is a work package for Ana"):
            refused(project, "Zoe")
    assert [who.name for who in people.people(project)] == ["Ana"]


def test_a_known_id_keeps_its_first_name(project: Project) -> None:
    assert people.add_person(project, "Anna", person_id("Ana")).name == "Ana"


@pytest.mark.parametrize("name", ["  Ana   Maria ", "علی‌رضا", "O'Neil-Ödön", "👩‍🚀", "名前", "x" * 200])
def test_names_of_all_the_world_fit(project: Project, name: str) -> None:
    assert people.find_or_add(project, name).name == " ".join(name.split())


@pytest.mark.parametrize("name", ["", "  ", "a|b", "x" * 201, "a\0b", "a\x1bb", "\u202eanA", "\udc80"])
def test_names_that_could_deceive_or_break_a_line_do_not(project: Project, name: str) -> None:
    with pytest.raises(AnnotatorError, match="can't be an annotator's name"):
        people.find_or_add(project, name)
