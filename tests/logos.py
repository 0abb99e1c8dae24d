"""Logos for the tests: drawings and pictures that show something, none of them any municipality's."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image
from PIL.PngImagePlugin import PngInfo

SPACE = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
SHAPE = '<path d="M5 5h60v45c0 20-15 30-30 37C20 80 5 70 5 50z" fill="#7a1f3d"/>'


def svg(inside: str = SHAPE, *, before: str = "", box: str = 'viewBox="0 0 300 90"') -> bytes:
    return f"{before}<svg {SPACE} {box}>{inside}</svg>".encode()


def png(size: tuple[int, int] = (600, 200), colour: str = "#7a1f3d", mode: str = "RGB", **said: str) -> bytes:
    out, told = io.BytesIO(), PngInfo()
    for name, text in said.items():
        told.add_text(name, text)
    Image.new(mode, size, colour).save(out, "PNG", pnginfo=told)
    return out.getvalue()


def bomb(side: int) -> bytes:
    """A small file that says it is a huge picture, and has the beginning of one."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    pixels = zlib.compress(b"\x00" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
