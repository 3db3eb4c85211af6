"""Whose turn it is to write: the first connection waits in its own way, and goes before its twins."""

from __future__ import annotations

import threading

import pytest

from annotator.store.errors import BusyError
from annotator.store.project import Project
from annotator.store.turns import Attempt


def test_the_first_connection_waits_in_its_own_way(project: Project) -> None:
    tried: list[bool] = []
    second = project.second()

    def waiting(attempt: Attempt) -> None:
        tried.append(attempt())
        second.db.conn.rollback()
        tried.append(attempt())

    project.write_first(waiting)
    second.db.conn.execute("BEGIN IMMEDIATE")
    with project.write():
        project.set_value("who", "first")
    assert tried == [False, True]
    with project.write():
        project.set_value("who", "first again")
    assert tried == [False, True]
    assert second.value("who") == "first again"
    second.close_connection()


def test_a_wait_that_was_given_up_is_told_and_leaves_everything_as_it_was(project: Project) -> None:
    second = project.second()
    project.write_first(lambda _attempt: None)
    with second.write():
        with pytest.raises(BusyError, match="another program is using this project"), project.write():
            raise AssertionError
        second.set_value("who", "second")
    with project.write():
        assert project.value("who") == "second"
    assert project.db.conn.execute("PRAGMA busy_timeout").fetchone() == (10_000,)
    second.close_connection()


def test_a_twin_steps_back_while_the_first_waits(project: Project) -> None:
    second, third = project.second(), project.second()
    asked, order = threading.Event(), list[str]()

    def write_third() -> None:
        asked.set()
        with third.write():
            order.append("third")

    writer = threading.Thread(target=write_third)

    def waiting(attempt: Attempt) -> None:
        writer.start()
        assert asked.wait(20)
        second.db.conn.rollback()
        assert not order
        assert attempt()

    project.write_first(waiting)
    second.db.conn.execute("BEGIN IMMEDIATE")
    with project.write():
        order.append("first")
    writer.join()
    assert order == ["first", "third"]
    second.close_connection()
    third.close_connection()
