"""The command `workbook`, for ``python -m course.cli``."""

from . import main

main(prog_name="workbook")
