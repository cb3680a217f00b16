"""As much of clamd's protocol as the portal speaks: INSTREAM and VERSION, over TCP."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from shield.documents.scanning import TRIED_WITH


class Session(socketserver.StreamRequestHandler):
    server: "Clamd"

    def handle(self) -> None:
        command = self.rfile.readline().strip()
        if command == b"nVERSION":
            self.wfile.write(b"ClamAV 1.4.3/27900/Mon Nov 23 09:00:00 2026\n")
        elif command == b"nINSTREAM":
            data = b""
            while size := struct.unpack(">I", self.rfile.read(4))[0]:
                data += self.rfile.read(size)
            self.server.scanned.append(data)
            if self.server.answer is not None:
                self.wfile.write(self.server.answer)
            elif TRIED_WITH in data:
                self.wfile.write(b"stream: Eicar-Test-Signature FOUND\n")
            else:
                self.wfile.write(b"stream: OK\n")


class Clamd(socketserver.ThreadingTCPServer):
    """Finds what every scanner finds; `answer` is said instead of that, b"" is no answer."""

    allow_reuse_address = True
    daemon_threads = True
    answer: bytes | None = None

    def __init__(self) -> None:
        self.scanned: list[bytes] = []
        super().__init__(("127.0.0.1", 0), Session)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


@contextmanager
def clamd() -> Iterator[Clamd]:
    with Clamd() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.shutdown()
        thread.join()
