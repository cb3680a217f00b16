"""What the parts of an Office file say: relations, fields, formulas, links, data from outside."""

import re
from dataclasses import dataclass
from typing import IO, Any

from shield.documents.allowed import NotAllowed
from shield.documents.inspection.addresses import (
    OPENED,
    PRESSED,
    SCHEME,
    Place,
    is_share,
    place_of,
)
from shield.documents.inspection.markup import read_xml

# Relations of what runs or is drawn by a browser.
RUN_BY = re.compile(
    r"(?i)/(vbaproject|wordvbadata|attachedtoolbars|xl\w*macrosheet|dialogsheet|control"
    r"|activexcontrolbinary|afchunk|webextension|webextensiontaskpanes)$"
)
OBJECT = re.compile(r"(?i)/oleobject$")
# Other workbooks, whose figures are kept beside: Excel asks before it fetches them anew.
BOOKS = re.compile(r"/(externalLinkPath|externalLinkLongPath|xlExternalLinkPath/xl\w+)$")
TEMPLATE = re.compile(r"^[^\\/:%]+\.dot[xm]?$", re.IGNORECASE)
# Of the text of a part: what fields are told to do, and what cells reckon.
TOLD = {"instrText", "delInstrText"}
RECKONED = {"f", "formula", "formula1", "formula2", "definedName"}
RUNS = re.compile(r"(?i)^\W*dde(auto)?\b|ddeauto")
FETCHES = re.compile(r"(?i)^\W*(link|import|database|include\w*)\b")
PICTURE = re.compile(r"(?i)^\W*includepicture\b")
LINK = re.compile(r'(?i)^\W*hyperlink\s+(?:"([^"]*)|([^\s"\\][^\s"]*|\\\\\S+))')
# An address within a field, where a backslash is written twice: a page, or a share.
FAR = re.compile(r'(?i)[a-z]{2,}://|file:|(^|[\s"])(\\\\|//)')
NOT_WEB = re.compile(
    r'(?i)(?<![a-z])(?!https?:)[a-z][a-z0-9+.-]+:(//|\\\\)|file:|(^|[\s"])(\\\\|//)'
)
# The picture is not kept in the file, so that it is fetched each time.
NOT_KEPT = re.compile(r"(?i)\\d(?!\w)")
DRAWN = {"imagedata", "fill", "stroke", "image", "use", "feImage"}
EMBEDDED = re.compile(r"^\{http://(schemas|purl)\.[\w./]*/officeDocument/[\w/]*relationships\}id$")
# What a formula names, in quotes or brackets; what then is left of `cmd|'/c calc'!A0`.
NAMED = re.compile(r"\"[^\"]*\"|'[^']*'|\[[^\]]*\]")
QUOTED = re.compile(r"\"([^\"]*)\"")
CALLS = re.compile(r"(?i)\b(call|exec|register(\.id)?|rtd|webservice|image)\s*\(")
LINKS = re.compile(r"(?i)\bhyperlink\s*\(")
# What a press on a slide may do, and what merely pointing at it may.
SHOWN = re.compile(r"(?i)^(ppaction://(hlinkshowjump|hlinksldjump|noaction|customshow)\b.*)?$")
ON_PRESS = re.compile(
    r"(?i)^(ppaction://(hlinkshowjump|hlinksldjump|noaction|customshow|media|hlinkfile|hlinkpres)"
    r"\b.*)?$"
)
OFF = ("", "0", "false", "off", "f", "no")


@dataclass
class Whole:
    """What is harmless in one part and not beside another: what could be fetched, and what would.

    What is fetched waits until people ask for it, unless another part says otherwise.
    """

    has_fetching_field: bool = False
    updates_fields: bool = False
    has_far_table: bool = False
    refreshes_tables: bool = False
    has_other_book: bool = False
    updates_links: bool = False

    def refuse(self) -> None:
        if (
            (self.has_fetching_field and self.updates_fields)
            or (self.has_far_table and self.refreshes_tables)
            or (self.has_other_book and self.updates_links)
        ):
            raise NotAllowed("outside")


class Words:
    """Reads one part as the programs do: its elements, its relations, and its fields put together.

    What a field says may be spread over many runs, and one field may lie within another.
    """

    def __init__(self, whole: Whole) -> None:
        self.whole = whole
        self.fields: list[str] = [""]
        self.kept = ""

    def read(self, file: IO[bytes]) -> None:
        read_xml(file, self.take, self.end, self.text)
        for left in self.fields:
            self.refuse_field(left)

    def take(self, name: str, facts: dict[str, str]) -> Any:
        if name in ("html", "script", "ddeLink", "oleLink", "altChunk"):
            raise NotAllowed("macros")
        if name == "Relationship":
            self.whole.has_other_book |= refuse_relation(facts)
        elif name == "fldChar":
            self.mark_dirty(facts)
            if facts.get("fldCharType") == "begin":
                self.fields.append("")
            elif facts.get("fldCharType") == "end" and len(self.fields) > 1:
                self.refuse_field(self.fields.pop())
        elif name == "fldSimple":
            self.mark_dirty(facts)
            self.refuse_field(facts.get("instr", ""))
        elif name in DRAWN:
            refuse_drawn(facts)
        elif "href" in facts:
            refuse_link(facts["href"])
        refuse_action(name, facts)
        self.look_at_data(name, facts)
        if wanted := name in TOLD or name in RECKONED:
            self.kept = ""
        return wanted

    def mark_dirty(self, facts: dict[str, str]) -> None:
        """A field that is out of date is filled anew when the file is opened."""
        if is_on(facts.get("dirty")):
            self.whole.updates_fields = True

    def look_at_data(self, name: str, facts: dict[str, str]) -> None:
        """Refuse data that is fetched when the file is opened, or again and again."""
        if name == "pivotCacheDefinition":
            self.whole.refreshes_tables |= is_on(facts.get("refreshOnLoad"))
        elif is_on(facts.get("refreshOnLoad")) or is_on(facts.get("refreshAllConnections")):
            raise NotAllowed("outside")
        if name == "cacheSource":
            self.whole.has_far_table |= facts.get("type", "") != "worksheet"
        elif name in ("worksheetSource", "rangeSet"):
            self.whole.has_far_table |= "id" in facts
        elif name == "workbookPr":
            self.whole.updates_links |= facts.get("updateLinks") == "always"
        elif name == "updateFields":
            self.whole.updates_fields |= is_on(facts.get("val", "1"))
        elif name in ("connectString", "udl"):  # where the letters of a mail merge get their names
            raise NotAllowed("outside")
        elif name == "connection":
            if is_on(facts.get("interval")):
                raise NotAllowed("outside")
            if place_of(facts.get("odcFile", "")) not in OPENED:
                raise NotAllowed("outside")

    def text(self, text: str) -> None:
        self.kept += text

    def end(self, name: str) -> None:
        if name in TOLD:
            self.fields[-1] += self.kept
        elif name in RECKONED:
            left = NAMED.sub("", self.kept)
            if "|" in left or CALLS.search(left):
                raise NotAllowed("macros")
            if LINKS.search(left) and any(is_share(one) for one in QUOTED.findall(self.kept)):
                raise NotAllowed("link")

    def refuse_field(self, told: str) -> None:
        if RUNS.search(told):
            raise NotAllowed("macros")
        if FETCHES.search(told):
            self.whole.has_fetching_field = True
            is_picture = PICTURE.search(told)
            if is_picture and NOT_KEPT.search(told):
                raise NotAllowed("outside")
            # A picture pasted from a page is kept in the file, with where it came from.
            if FAR.search(told) and (not is_picture or NOT_WEB.search(told)):
                raise NotAllowed("outside")
        if link := LINK.match(told):
            refuse_link(link[1] or link[2] or "")
            if any(is_share(one) for one in QUOTED.findall(told)):
                raise NotAllowed("link")


def is_on(value: str | None) -> bool:
    return (value or "").strip().lower() not in OFF


def refuse_link(address: str) -> None:
    if place_of(address) not in PRESSED:
        raise NotAllowed("link")


def refuse_drawn(facts: dict[str, str]) -> None:
    """What a picture is drawn from lies in the file, whatever it says of where it once was."""
    if place_of(facts.get("src", "")) not in OPENED:
        raise NotAllowed("outside")
    is_kept = any(EMBEDDED.match(one) for one in facts)
    if place_of(facts.get("href", "")) not in (OPENED | {Place.WEB} if is_kept else OPENED):
        raise NotAllowed("outside")


def refuse_action(name: str, facts: dict[str, str]) -> None:
    """A slide's buttons may turn pages and open links; pointing at one may only turn pages."""
    action = facts.get("action", "").strip()
    if name in ("hlinkMouseOver", "hlinkHover"):
        if not SHOWN.match(action) or (not action and facts.get("id")):
            raise NotAllowed("macros" if not ON_PRESS.match(action) else "link")
    elif action.lower().startswith("ppaction:") and not ON_PRESS.match(action):
        raise NotAllowed("macros")


def refuse_relation(facts: dict[str, str]) -> bool:
    """A link that people press is theirs to press; what is fetched by itself is refused.

    Says whether it leads to another workbook.
    """
    kind, target = facts.get("Type", "").strip(), facts.get("Target", "")
    if RUN_BY.search(kind):
        raise NotAllowed("macros")
    if OBJECT.search(kind):
        raise NotAllowed("part")
    mode = facts.get("TargetMode", "").strip().lower()
    if mode in ("", "internal") and not SCHEME.match(target.strip()) and not is_share(target):
        return False
    if kind.endswith("/hyperlink"):
        refuse_link(target)
    elif kind.endswith("/attachedTemplate"):
        if place_of(target) is not Place.DRIVE and not TEMPLATE.match(target):
            raise NotAllowed("outside")
    elif not BOOKS.search(kind):
        raise NotAllowed("outside")
    return bool(BOOKS.search(kind))
