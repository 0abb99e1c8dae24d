"""`python -m course.cli`: the command `workbook`, whatever is on the path."""

from . import main

main(prog_name="workbook")
