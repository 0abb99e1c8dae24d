"""Run as a program: typst's source on stdin, a tagged PDF/UA-1 or a PNG on stdout.

The arguments are a folder and the format. typst finds no package in the folder and no file but those that
were put there for it, and the address of the network it is given leads nowhere. Only the fonts that typst
brings along are used.
"""

from __future__ import annotations

import os
import resource
import sys

import typst

MEMORY = 4 << 30
SECONDS = 60


def main() -> None:
    """Compile what stdin holds."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        os.environ[name] = "http://127.0.0.1:9"
    folder, form = sys.argv[1:]
    made = typst.compile(  # type: ignore[call-overload]  # its stubs want one type for source and root
        sys.stdin.buffer.read(),
        root=folder,
        font_paths=[],
        ignore_system_fonts=True,
        format="png" if form == "png" else "pdf",
        ppi=72.0,
        pdf_standards=None if form == "png" else ["ua-1"],
        package_path=folder,
        package_cache_path=folder,
    )
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    try:
        main()
    except Exception as error:
        sys.exit(f"{error}\n{getattr(error, 'hints', '')}")
