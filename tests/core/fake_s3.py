"""As much of S3's protocol as the storage speaks: put, get, head, delete and list, over HTTP."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

STAMP = "Tue, 24 Nov 2026 14:30:00 GMT"


class Session(BaseHTTPRequestHandler):
    server: "Bucket"
    protocol_version = "HTTP/1.1"

    @property
    def key(self) -> str:
        return unquote(urlsplit(self.path).path).removeprefix("/bucket").removeprefix("/")

    def do_PUT(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.sealed[self.key] = self.headers.get("x-amz-server-side-encryption", "")
        self.server.held[self.key] = data
        self.answer(200)

    def do_DELETE(self) -> None:
        self.server.held.pop(self.key, None)
        self.answer(204)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        if not self.key:
            return self.answer(200, self.listing())
        if self.key not in self.server.held:
            return self.answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
        return self.answer(200, self.server.held[self.key])

    def listing(self) -> bytes:
        """Of one folder: its files, and its folders as prefixes."""
        asked = parse_qs(urlsplit(self.path).query)
        folder = asked.get("prefix", [""])[0]
        below = [key.removeprefix(folder) for key in self.server.held if key.startswith(folder)]
        files = [
            f"<Contents><Key>{escape(folder + name)}</Key></Contents>"
            for name in sorted(below)
            if "/" not in name
        ]
        prefixes = [
            f"<CommonPrefixes><Prefix>{escape(folder + name)}/</Prefix></CommonPrefixes>"
            for name in sorted({key.partition("/")[0] for key in below if "/" in key})
        ]
        whole = "".join(["<IsTruncated>false</IsTruncated>", *files, *prefixes])
        return f"<ListBucketResult>{whole}</ListBucketResult>".encode()

    def answer(self, code: int, body: bytes = b"") -> None:
        self.send_response(code)
        if code != 204:
            self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", STAMP)
        self.send_header("ETag", '"0"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


class Bucket(ThreadingHTTPServer):
    """One bucket, named `bucket`; `sealed` says how each object was to be encrypted."""

    daemon_threads = True

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}
        self.sealed: dict[str, str] = {}
        super().__init__(("127.0.0.1", 0), Session)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def bucket() -> Iterator[Bucket]:
    with Bucket() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.shutdown()
        thread.join()
