"""Jupyter's public conformance suite for kernels, against the kernelspec `workbook`."""

from __future__ import annotations

import jupyter_kernel_test
import pytest

from course.kernel import Preloaded

_SHOW = "from IPython.display import HTML, Math, display"


class TestConformance(jupyter_kernel_test.KernelTests):
    """What the suite asks of a kernel, and what this one says of itself."""

    kernel_name = "workbook"
    language_name = "python"
    file_extension = ".py"
    code_hello_world = "print('hello, world')"
    code_stderr = "import sys; print('test', file=sys.stderr)"
    completion_samples = ({"text": "zi", "matches": {"zip"}},)
    complete_code_samples = ("1", "print('hello, world')", "def f(x):\n  return x*2\n\n\n")
    incomplete_code_samples = ("print('''hello", "def f(x):\n  x*2")
    invalid_code_samples = ("import = 7q",)
    code_page_something = "zip?"
    code_generate_error = "raise"
    code_execute_result = ({"code": "6*7", "result": "42"},)
    code_display_data = (
        {"code": f"{_SHOW}; display(HTML('<b>test</b>'))", "mime": "text/html"},
        {"code": f"{_SHOW}; display(Math('x'))", "mime": "text/latex"},
    )
    code_history_pattern = "1?2*"
    code_inspect_sample = "zip"
    code_clear_output = "from IPython.display import clear_output; clear_output()"

    def test_history(self) -> None:
        """Of the history only the end can be asked for.

        `range` and `search` fail in the same way with ipykernel itself: IPython answers with session 0 for
        the running one.
        """
        codes = ["6*7", "zip?"]
        reply = self.history_helper(codes, output=False, raw=True, hist_access_type="tail", n=2)
        assert [source for _, _, source in reply["content"]["history"]] == codes

    def test_it_is_a_copy_and_no_other_kernel(self) -> None:
        self.flush_channels()
        reply, said = self.execute_helper(
            code="print(type(get_ipython().kernel).__name__, __import__('os').getppid())"
        )
        assert reply["content"]["status"] == "ok"
        assert said[0]["content"]["text"].split() == ["WarmKernel", str(Preloaded.here().process.pid)]


@pytest.fixture(autouse=True, scope="module")
def _ready() -> None:
    """The suite itself waits for a minute at most."""
    Preloaded.here().wait_until_ready()
