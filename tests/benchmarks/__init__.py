"""Figures, not tests: what the workbook takes beside stock Voilà and stock Papermill, in the same run.

`make bench` writes them to `out/bench/`. Absolute figures depend on the machine and on what else it does;
compare the ratios.
"""
