"""Views over records as pandas frames: what a register or a cohort adds up to.

A frame is a view and never the source: it is made anew from records whenever it is shown.
"""
