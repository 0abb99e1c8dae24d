"""The same page in what might be used instead, and what runs in the peers' own environment (`.peers`).

Nothing here is imported by the workbook's own Python: the files are handed to that of `.peers`.
"""
