"""Pictures: drawn anew, so that nothing is left of what else the file held."""

from pathlib import Path

from shield.documents.allowed import NotAllowed

# 40 million pixels are more than the cameras of telephones give unasked.
PIXELS = 40_000_000


def picture(source: Path, copy: Path, kind: str) -> None:
    """Draw it anew, upright and without what the camera noted of place and time."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = PIXELS
    try:
        with Image.open(source, formats=[kind.upper()]) as found:
            if found.width * found.height > PIXELS:
                raise NotAllowed("bomb")
            upright = ImageOps.exif_transpose(found)
            if "transparency" in upright.info:
                upright = upright.convert("RGBA")
            elif kind == "jpeg" and upright.mode not in ("L", "RGB"):
                upright = upright.convert("RGB")
            upright.info = {}
            upright.save(copy, format=kind.upper(), **({"quality": 90} if kind == "jpeg" else {}))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAllowed("bomb") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise NotAllowed("damaged") from error
