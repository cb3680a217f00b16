"""What a finished document says, read back from its bytes."""

import io
import re

import pikepdf
import pypdf


def texts(data):
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def bookmarks(data):
    def told(entries):
        return [(entry.title, told(entry.children)) for entry in entries]

    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_outline() as outline:
        return told(outline.root)


def problems(document):
    return {one.key: one.problem for one in document.appendices.all() if one.problem}


def corners(data, number):
    """The rectangle that a made paper draws near its edges, as it lies on a page of ours."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[number]
        drawn = page.obj.Contents[0].read_bytes().decode()
        [placed] = re.findall(r"q\s+([-\d. ]+) cm", drawn)
        a, b, c, d, e, f = map(float, placed.split())
        form = page.obj.Resources.XObject.Paper
        x1, y1, x2, y2 = map(float, form.BBox)
        m = [float(one) for one in form.get("/Matrix", [1, 0, 0, 1, 0, 0])]
        points = []
        for x, y in ((x1, y1), (x2, y2)):
            u, v = m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]
            points.append((a * u + c * v + e, b * u + d * v + f))
        (left, low), (right, high) = points
        return (
            [round(one) for one in sorted((left, right)) + sorted((low, high))],
            [round(float(one)) for one in page.mediabox[2:]],
        )


def inside(edges, page):
    """Below the header and above the footer, with the heading of a first page over it."""
    left, right, low, high = edges
    wide, tall = page
    return left >= 28 and right <= wide - 28 and low >= 45 and high <= tall - 56
