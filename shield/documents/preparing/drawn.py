"""What a page draws, and nothing that lies beside it in the file.

A page's instructions name fonts, pictures and drawings, and those may name others. Kept are those
that are named, and of each the keys by which it is drawn; keys that say something about it, point
back into the file or hold something else are not among them.
"""

import re
from typing import Any

NAMED = re.compile(rb"/([^\x00\t\n\f\r ()<>\[\]{}/%]+)")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
MARKS = re.compile(rb"BDC|BMC|MP|DP")
MARKING = ("BDC", "BMC", "EMC", "MP", "DP")
# Instructions of one page past which it is no page of a paper.
LONGEST = 30_000_000
# Colour spaces that take the place of the plain ones without being named.
UNNAMED = {"/DefaultGray", "/DefaultRGB", "/DefaultCMYK"}

STREAM = {"/Length", "/Filter", "/DecodeParms"}
SHARED = ("/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/XObject", "/Font")
FORM = STREAM | {
    "/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Resources", "/Group",
}  # fmt: skip
PICTURE = STREAM | {
    "/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Intent",
    "/ImageMask", "/Mask", "/Decode", "/Interpolate", "/SMask", "/SMaskInData", "/Matte",
}  # fmt: skip
PATTERN = STREAM | {
    "/Type", "/PatternType", "/PaintType", "/TilingType", "/BBox", "/XStep", "/YStep", "/Matrix",
    "/Resources", "/Shading", "/ExtGState",
}  # fmt: skip
SHADING = STREAM | {
    "/ShadingType", "/ColorSpace", "/Background", "/BBox", "/AntiAlias", "/Domain", "/Coords",
    "/Function", "/Extend", "/Matrix", "/BitsPerCoordinate", "/BitsPerComponent", "/BitsPerFlag",
    "/Decode", "/VerticesPerRow",
}  # fmt: skip
STATE = {
    "/Type", "/LW", "/LC", "/LJ", "/ML", "/D", "/RI", "/OP", "/op", "/OPM", "/Font", "/BG", "/BG2",
    "/UCR", "/UCR2", "/TR", "/TR2", "/HT", "/FL", "/SM", "/SA", "/BM", "/SMask", "/CA", "/ca",
    "/AIS", "/TK",
}  # fmt: skip
SOFT = {"/Type", "/S", "/G", "/BC", "/TR"}
FONT = {
    "/Type", "/Subtype", "/BaseFont", "/Encoding", "/DescendantFonts", "/ToUnicode", "/FirstChar",
    "/LastChar", "/Widths", "/FontDescriptor", "/Name", "/FontBBox", "/FontMatrix", "/CharProcs",
    "/Resources", "/CIDSystemInfo", "/DW", "/W", "/DW2", "/W2", "/CIDToGIDMap",
}  # fmt: skip
DESCRIBED = {
    "/Type", "/FontName", "/FontFamily", "/FontStretch", "/FontWeight", "/Flags", "/FontBBox",
    "/ItalicAngle", "/Ascent", "/Descent", "/Leading", "/CapHeight", "/XHeight", "/StemV", "/StemH",
    "/AvgWidth", "/MaxWidth", "/MissingWidth", "/FontFile", "/FontFile2", "/FontFile3", "/CharSet",
    "/CIDSet", "/Style",
}  # fmt: skip
PROGRAM = STREAM | {"/Length1", "/Length2", "/Length3", "/Subtype"}
PROFILE = STREAM | {"/N", "/Alternate", "/Range"}


class Drawn:
    """Cleans the drawings of one file in their places, each once."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.done: set[tuple[int, int]] = set()

    def clean(self, form: Any, inherited: Any = None) -> None:
        """A drawing: its instructions without marks, its keys, and what they name."""
        if self._is_done(form):
            return
        _only(form, FORM)
        if "/Group" in form:
            _only(form.Group, {"/Type", "/S", "/CS", "/I", "/K"})
            self._colours(form.Group.get("/CS"))
        self._instructions(form, inherited)

    # --- Instructions and what they name ----------------------------------------------------------

    def _instructions(self, stream: Any, inherited: Any) -> None:
        """Take marks out of a drawing's instructions, and keep the resources that they name."""
        data = self._unmarked(stream)
        stream.Resources = self._named(data, stream.get("/Resources", inherited))

    def _unmarked(self, stream: Any) -> bytes:
        """The instructions, from now on without marks: what those refer to stays behind."""
        import pikepdf

        data: bytes = stream.read_bytes()
        if len(data) > LONGEST:
            raise ValueError("a page with too many instructions")
        if MARKS.search(data):
            kept = [
                one
                for one in pikepdf.parse_content_stream(stream)
                if str(one.operator) not in MARKING
            ]
            data = pikepdf.unparse_content_stream(kept)
            stream.write(data)
        return data

    def _named(self, data: bytes, resources: Any) -> Any:
        """Those of the resources that are named in the instructions, cleaned."""
        import pikepdf

        made = pikepdf.Dictionary()
        if not isinstance(resources, pikepdf.Dictionary):
            return made
        names = UNNAMED | {_name(name) for name in NAMED.findall(data)}
        for kind in SHARED:
            held = resources.get(kind)
            if not isinstance(held, pikepdf.Dictionary):
                continue
            kept = {name: one for name, one in held.items() if name in names}
            for one in kept.values():
                self._resource(kind, one, resources)
            if kept:
                made[kind] = pikepdf.Dictionary(kept)
        return made

    def _resource(self, kind: str, one: Any, resources: Any) -> None:
        import pikepdf

        if kind == "/ColorSpace":
            self._colours(one)
        elif kind == "/XObject":
            if not isinstance(one, pikepdf.Stream):
                raise ValueError("a drawing that is none")
            if str(one.get("/Subtype", "")) == "/Image":
                self._picture(one)
            elif str(one.get("/Subtype", "")) == "/Form":
                self.clean(one, resources)
            else:
                raise ValueError("a drawing of another language")
        elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            if kind == "/Pattern":
                self._pattern(one, resources)
            elif kind == "/Shading":
                self._shading(one)
            elif kind == "/Font":
                self._font(one, resources)
            else:
                self._state(one, resources)
        else:
            raise ValueError("a resource that is none")

    # --- Each kind --------------------------------------------------------------------------------

    def _picture(self, one: Any) -> None:
        import pikepdf

        if self._is_done(one):
            return
        _only(one, PICTURE)
        self._colours(one.get("/ColorSpace"))
        for key in ("/SMask", "/Mask"):
            if isinstance(one.get(key), pikepdf.Stream):
                self._picture(one[key])

    def _pattern(self, one: Any, resources: Any) -> None:
        import pikepdf

        if self._is_done(one):
            return
        _only(one, PATTERN)
        if isinstance(one, pikepdf.Stream):
            self._instructions(one, resources)
        if "/Shading" in one:
            self._shading(one.Shading)
        if "/ExtGState" in one:
            self._state(one.ExtGState, resources)

    def _shading(self, one: Any) -> None:
        if not self._is_done(one):
            _only(one, SHADING)
            self._colours(one.get("/ColorSpace"))

    def _state(self, one: Any, resources: Any) -> None:
        import pikepdf

        if self._is_done(one):
            return
        _only(one, STATE)
        if isinstance(one.get("/SMask"), pikepdf.Dictionary):
            _only(one.SMask, SOFT)
            self.clean(one.SMask.G, resources)
        if "/Font" in one:
            self._font(one.Font[0], resources)

    def _font(self, one: Any, resources: Any) -> None:
        import pikepdf

        if self._is_done(one):
            return
        _only(one, FONT)
        if "/FontDescriptor" in one:
            _only(one.FontDescriptor, DESCRIBED)
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                if isinstance(one.FontDescriptor.get(key), pikepdf.Stream):
                    _only(one.FontDescriptor[key], PROGRAM)
        for inner in one.get("/DescendantFonts", []):
            self._font(inner, resources)
        glyphs = one.get("/CharProcs")
        if isinstance(glyphs, pikepdf.Dictionary):
            names = b""
            for glyph in glyphs.values():
                names += self._unmarked(glyph) + b"\n"
                _only(glyph, STREAM)
            one.Resources = self._named(names, one.get("/Resources", resources))

    def _colours(self, one: Any) -> None:
        """A colour space: the description of a profile says by whom and when it was made."""
        import pikepdf

        if not isinstance(one, pikepdf.Array) or not len(one):
            return
        for inner in one:
            if isinstance(inner, pikepdf.Stream):
                _only(inner, PROFILE | SHADING | {"/FunctionType", "/Size", "/Encode", "/Order"})
            elif isinstance(inner, pikepdf.Array):
                self._colours(inner)
            elif isinstance(inner, pikepdf.Dictionary):
                for key in ("/Metadata", "/PieceInfo"):
                    if key in inner:
                        del inner[key]

    def _is_done(self, one: Any) -> bool:
        if not one.is_indirect:
            return False
        if one.objgen in self.done:
            return True
        self.done.add(one.objgen)
        return False


def _name(written: bytes) -> str:
    """A name as keys have it, from how instructions write it."""
    plain = ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), written)
    return f"/{plain.decode('utf-8', 'replace')}"


def _only(one: Any, keys: set[str]) -> None:
    """Take every other key out of a dictionary."""
    for key in set(one.keys()) - keys:
        del one[key]
