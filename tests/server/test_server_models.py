"""A page is told of each widget once, and again when it is no longer as it was told."""

from __future__ import annotations

import pytest

from course.server.models import new_models

MODEL = {"_model_module": "anywidget", "_model_module_version": "~0.11", "_model_name": "AnyModel"}


class Renderer:
    """What of Voilà's renderer is used."""

    def __init__(self) -> None:
        from nbclient import NotebookClient
        from nbformat.v4 import new_notebook

        self.executor = NotebookClient(new_notebook())

    def cells(self) -> None:
        """Stand in for the generator of cells."""


@pytest.fixture
def renderer():
    return Renderer()


def test_a_widget_is_told_once(renderer):
    renderer.executor.widget_state["a"] = {**MODEL, "opened": {"x": 1}}
    told = new_models(renderer.cells)
    assert (told["version_major"], list(told["state"])) == (2, ["a"])
    assert told["state"]["a"] == {
        "model_name": "AnyModel",
        "model_module": "anywidget",
        "model_module_version": "~0.11",
        "state": {**MODEL, "opened": {"x": 1}},
    }
    assert new_models(renderer.cells) is None


def test_what_is_new_is_told_and_nothing_else(renderer):
    states = renderer.executor.widget_state
    states["a"], states["b"] = {**MODEL, "value": 1}, {**MODEL, "value": 2}
    new_models(renderer.cells)
    states["c"] = {**MODEL, "value": 3}
    states["b"].update(value=4)
    assert {key: told["state"]["value"] for key, told in new_models(renderer.cells)["state"].items()} == {
        "b": 4,
        "c": 3,
    }


def test_a_widget_the_kernel_has_only_begun_to_tell_of_waits(renderer):
    renderer.executor.widget_state["a"] = {"value": 1}
    assert new_models(renderer.cells) is None


def test_binary_parts_are_told_beside_the_state(renderer):
    renderer.executor.widget_state["a"] = dict(MODEL)
    part = {"data": "AAE=", "encoding": "base64", "path": ["image"]}
    renderer.executor.widget_buffers["a"] = {("image",): part}
    assert new_models(renderer.cells)["state"]["a"]["buffers"] == [part]


def test_what_a_renderer_of_another_page_has_told_does_not_count(renderer):
    other = Renderer()
    for one in (renderer, other):
        one.executor.widget_state["a"] = dict(MODEL)
    assert new_models(renderer.cells) == new_models(other.cells)
