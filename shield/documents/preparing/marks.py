"""Instructions of a page whose marks are kept: each is what the structure says, or no content.

Parts of a page may be drawn without a mark that says what they are. Screen readers pass such parts
over, and so they are marked as what is passed over. Names of resources get a first letter of ours,
so that they can stand beside those of the page that they are put on.
"""

from typing import Any

from shield.documents.preparing.structure import NotWhole

# Marks of our own on a page come first: see `appending.py`.
OURS = 32
NAMES = {
    "Do": "/XObject", "Tf": "/Font", "gs": "/ExtGState", "sh": "/Shading", "cs": "/ColorSpace",
    "CS": "/ColorSpace", "scn": "/Pattern", "SCN": "/Pattern",
}  # fmt: skip
SHOWS = {"Tj", "TJ", "'", '"', "Do", "sh", "INLINE IMAGE"}
BUILDS = {"m", "l", "c", "v", "y", "h", "re"}
CLIPS = {"W", "W*"}
PAINTS = {"f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "n"}


def renamed(name: str) -> str:
    """A resource's name on the page that it is put on."""
    return f"/P.{name.removeprefix('/')}"


def kept_marks(page: Any, resources: Any, known: set[int]) -> bytes:
    """The page's instructions with the marks in `known`, and all else marked as passed over.

    Raises NotWhole where marks lie in each other, or a known one is missing.
    """
    import pikepdf

    artifact = pikepdf.ContentStreamInstruction([pikepdf.Name.Artifact], pikepdf.Operator("BMC"))
    end = pikepdf.ContentStreamInstruction([], pikepdf.Operator("EMC"))
    made: list[Any] = []
    path: list[Any] = []
    open_marks: list[str] = []
    found: set[int] = set()
    saved = 0

    def passed_over(these: list[Any]) -> None:
        made.extend(these if any(open_marks) else [artifact, *these, end])

    for one in pikepdf.parse_content_stream(page):
        name = str(one.operator)
        if name in ("BDC", "BMC"):
            mark = _mark(one, known)
            if mark == "artifact":
                if "tagged" in open_marks:
                    mark = ""
                else:
                    made.append(artifact)
            elif mark:
                number = int(mark)
                if any(open_marks) or number in found:
                    raise NotWhole
                found.add(number)
                facts = pikepdf.Dictionary(MCID=number + OURS)
                begin = pikepdf.Operator("BDC")
                made.append(pikepdf.ContentStreamInstruction([pikepdf.Name.Span, facts], begin))
                mark = "tagged"
            open_marks.append(mark)
            continue
        if name == "EMC":
            if not open_marks:
                raise NotWhole
            if open_marks.pop():
                made.append(end)
            continue
        if name in ("MP", "DP"):
            continue
        saved += {"q": 1, "Q": -1}.get(name, 0)
        if saved < 0:
            raise NotWhole
        one = _renamed(one, name, resources)
        if name in BUILDS or name in CLIPS:
            path.append(one)
        elif name in PAINTS:
            # A path that only clips draws nothing, but stands where it stands.
            passed_over([*path, one]) if name != "n" else made.extend([*path, one])
            path = []
        elif name in SHOWS:
            passed_over([one])
        else:
            made.append(one)
    if open_marks or found != known:
        raise NotWhole
    closing = pikepdf.ContentStreamInstruction([], pikepdf.Operator("Q"))
    data: bytes = pikepdf.unparse_content_stream([*made, *([closing] * saved)])
    return data


def _mark(one: Any, known: set[int]) -> str:
    """`artifact`, the number of a mark that the structure knows, or nothing."""
    import pikepdf

    if str(one.operands[0]) == "/Artifact":
        return "artifact"
    facts = one.operands[1] if len(one.operands) > 1 else None
    if isinstance(facts, pikepdf.Name):
        raise NotWhole  # facts kept elsewhere: rare, and then the marks are not ours to tell
    if isinstance(facts, pikepdf.Dictionary) and "/MCID" in facts:
        # A mark that the structure does not know is passed over, as readers do.
        return str(int(facts.MCID)) if int(facts.MCID) in known else "artifact"
    return ""


def _renamed(one: Any, name: str, resources: Any) -> Any:
    import pikepdf

    kind = NAMES.get(name)
    if name == "INLINE IMAGE" or kind is None or not one.operands:
        return one
    place = 0 if name == "Tf" else -1
    said = one.operands[place]
    held = resources.get(kind, pikepdf.Dictionary())
    if not isinstance(said, pikepdf.Name) or str(said) not in held:
        return one
    operands = list(one.operands)
    operands[place] = pikepdf.Name(renamed(str(said)))
    return pikepdf.ContentStreamInstruction(operands, one.operator)
