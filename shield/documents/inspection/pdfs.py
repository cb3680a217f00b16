"""PDFs: refused where they act, otherwise written anew from the objects that were looked at."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shield.documents.allowed import NotAllowed
from shield.documents.inspection.addresses import PRESSED, place_of

OBJECTS = 300_000
# Within so many bytes of its end a file says that it ends; twice what the standard asks for.
TAIL = 2048
# Keys and actions that run, send, play, fetch, or hold files.
ACTIVE_KEYS = {"/JS", "/JavaScript", "/XFA", "/EF", "/EmbeddedFiles", "/RichMediaContent"}
ACTIVE_ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR",
                  "/Thread", "/Rendition", "/Movie", "/Sound", "/RichMediaExecute"}  # fmt: skip
ACTIVE_KINDS = {"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/FileAttachment"}
# By which what a stream holds lies in another file, here or elsewhere.
ELSEWHERE = {"/F", "/FFilter", "/Ref", "/OPI"}
# How forms write dates and numbers: `AFDate_FormatEx("dd/mm/yyyy");`, by a part of the reader.
FORMATTING = re.compile(r"\s*(AF[A-Z]\w*\s*\([^()]*\)\s*;?\s*)+")


def pdf(source: Path, copy: Path) -> None:
    """Refuse what acts; write the rest anew, so that nothing lies where we did not look."""
    import pikepdf

    require_end(source)
    between = copy.with_name(f"{copy.name}.between")
    try:
        with pikepdf.open(source) as document:
            taken = [take_away(one) for found in objects(document) for one in dictionaries(found)]
            if any(taken):  # what nothing refers to any more is left out of what is written
                document.save(between, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        with pikepdf.open(between if any(taken) else source) as document:
            for found in objects(document):
                look_at(found)
            if not document.pages:
                raise NotAllowed("damaged")
            document.save(copy, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    except pikepdf.PasswordError as error:
        raise NotAllowed("encrypted") from error
    except (pikepdf.PdfError, RuntimeError, TypeError, ValueError) as error:
        raise NotAllowed("damaged") from error
    finally:
        between.unlink(missing_ok=True)


def require_end(source: Path) -> None:
    """Refuse a file that was cut off: readers mend it by leaving out pages, and say nothing."""
    with source.open("rb") as file:
        file.seek(max(0, source.stat().st_size - TAIL))
        if b"%%EOF" not in file.read():
            raise NotAllowed("damaged")


def objects(document: Any) -> Iterator[Any]:
    for number, one in enumerate(document.objects):
        if number > OBJECTS:
            raise NotAllowed("bomb")
        yield one
    yield document.trailer


def dictionaries(one: Any) -> Iterator[Any]:
    """An object, and the lists and dictionaries in it; those it refers to have their own turn."""
    import pikepdf

    waiting = [one]
    while waiting:
        found = waiting.pop()
        if isinstance(found, pikepdf.Array):
            yield found
            waiting += [inner for inner in found if not is_reference(inner)]
        elif isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
            yield found
            waiting += [inner for _, inner in found.items() if not is_reference(inner)]


def take_away(found: Any) -> bool:
    """Take out of a dictionary what would act and is not missed; whether there was any.

    These are links to files and programs, and scripts by which a form writes a date or a number.
    """
    import pikepdf

    if not isinstance(found, pikepdf.Dictionary):
        return False
    gone = {key for key in pressed(found) if not is_plain_link(found.get(key))}
    base = found.get("/URI")
    if isinstance(base, pikepdf.Dictionary):  # from where links that name no host would start
        gone.add("/URI")
    if "/FT" in found or str(found.get("/Subtype", "")) == "/Widget":
        gone |= {"/AA"} if formats_only(found.get("/AA")) else set()
    for key in gone:
        del found[key]
    return bool(gone)


def look_at(one: Any) -> None:
    """Refuse an object that acts, or holds one in itself."""
    import pikepdf

    for found in dictionaries(one):
        if isinstance(found, pikepdf.Array):
            if any(opens_address(inner) for inner in found):
                raise NotAllowed("active")
            continue
        keys = set(found.keys())
        kind = str(found.get("/Subtype", ""))
        if keys & ACTIVE_KEYS or kind in ACTIVE_KINDS:
            raise NotAllowed("active")
        if str(found.get("/S", "")) in ACTIVE_ACTIONS or str(found.get("/FS", "")) == "/URL":
            raise NotAllowed("active")
        if isinstance(found, pikepdf.Stream) and keys & ELSEWHERE:
            raise NotAllowed("active")
        # A link that people press is theirs to press; nothing else may open an address.
        theirs = pressed(found)
        if any(opens_address(found.get(key)) for key in keys - theirs):
            raise NotAllowed("active")
        if any(not is_plain_link(found.get(key)) for key in theirs):
            raise NotAllowed("active")


def pressed(found: Any) -> set[str]:
    """The keys of a link, or of a bookmark, whose address opens where somebody presses it."""
    if str(found.get("/Subtype", "")) == "/Link":
        theirs = {"/A", "/PA"}
    elif {"/Title", "/Parent"} <= set(found.keys()) and "/Subtype" not in found:
        theirs = {"/A"}
    else:
        return set()
    return {key for key in theirs if opens_address(found.get(key))}


def opens_address(one: Any) -> bool:
    import pikepdf

    return isinstance(one, pikepdf.Dictionary) and str(one.get("/S", "")) == "/URI"


def is_plain_link(action: Any) -> bool:
    """Whether an address leads to a page or a person."""
    import pikepdf

    address = action.get("/URI")
    return isinstance(address, pikepdf.String) and place_of(str(address)) in PRESSED


def formats_only(actions: Any) -> bool:
    """Whether all that a field does is to write what was typed as a date or a number."""
    import pikepdf

    if not isinstance(actions, pikepdf.Dictionary):
        return False
    return all(
        isinstance(one, pikepdf.Dictionary)
        and set(one.keys()) <= {"/S", "/JS", "/Type"}
        and str(one.get("/S", "")) == "/JavaScript"
        and FORMATTING.fullmatch(text_of(one.get("/JS")))
        for _, one in actions.items()
    )


def text_of(script: Any) -> str:
    import pikepdf

    if isinstance(script, pikepdf.Stream):
        # As it stands: what is packed is not unpacked here, and so formats nothing.
        return str(script.read_raw_bytes()[:10_000].decode("latin-1"))
    return str(script) if isinstance(script, pikepdf.String) else ""


def is_reference(one: Any) -> bool:
    return bool(getattr(one, "is_indirect", False))
