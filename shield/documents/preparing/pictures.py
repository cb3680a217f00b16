"""A picture, put on a page of its own."""

import zlib
from pathlib import Path
from typing import Any

from shield.documents.allowed import CannotAppend
from shield.documents.preparing.pdfs import PAPER, Size

# How densely it is drawn where it fits; a larger one is made smaller by the page it is put on.
DOTS = 150


def page_of_picture(source: Path, target: Path) -> list[Size]:
    """Write a PDF of one page with the picture; its width and height in points."""
    import pikepdf
    from PIL import Image

    try:
        with Image.open(source, formats=["JPEG", "PNG"]) as found, pikepdf.new() as made:
            width, height = found.width, found.height
            size = (width * 72 / DOTS, height * 72 / DOTS)
            facts = {
                "Type": pikepdf.Name.XObject,
                "Subtype": pikepdf.Name.Image,
                "Width": width,
                "Height": height,
                "BitsPerComponent": 8,
            }
            if found.format == "JPEG" and found.mode in ("L", "RGB"):
                data, packed, mode = source.read_bytes(), "DCTDecode", found.mode
            else:
                opaque = _opaque(found)
                data, packed, mode = zlib.compress(opaque.tobytes()), "FlateDecode", opaque.mode
            colours = "DeviceGray" if mode == "L" else "DeviceRGB"
            image = pikepdf.Stream(made, data, **facts, ColorSpace=pikepdf.Name(f"/{colours}"))
            image.write(data, filter=pikepdf.Name(f"/{packed}"))
            form = pikepdf.Stream(
                made,
                f"q {size[0]:.2f} 0 0 {size[1]:.2f} 0 0 cm /Picture Do Q".encode(),
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Form,
                BBox=[0, 0, *size],
                Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Picture=image)),
            )
            page = made.add_blank_page(page_size=(max(3, size[0]), max(3, size[1])))
            page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary({PAPER: form}))
            made.save(target, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    except (Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise CannotAppend("damaged") from error
    return [size]


def _opaque(found: Any) -> Any:
    """Grey or colours, with white where the picture lets the page through."""
    from PIL import Image

    if found.mode.startswith("I"):  # sixteen bits of grey
        return found.convert("I").point(lambda grey: grey / 256).convert("L")
    if found.mode in ("1", "L"):
        return found.convert("L")
    if found.mode in ("RGBA", "LA", "PA") or "transparency" in found.info:
        over = found.convert("RGBA")
        white = Image.new("RGBA", over.size, "white")
        return Image.alpha_composite(white, over).convert("RGB")
    return found.convert("RGB")
