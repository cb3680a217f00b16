"""A mail server over TCP that takes mail, refuses it, or goes away at the worst moment."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message as Email


class Session(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a client needs to hand over mail."""

    server: "MailServer"

    def handle(self) -> None:
        self.say("220 ready")
        while line := self.rfile.readline():
            verb = line[:4].upper().strip()
            if verb == b"QUIT":
                return self.say("221 bye")
            if verb == b"MAIL" and self.server.mode == "refuses":
                self.say("451 try later")
                continue
            if verb == b"DATA":
                self.say("354 go on")
                whole = self.read()
                mode, self.server.once = self.server.once or self.server.mode, ""
                if whole is not None and mode != "vanishes":
                    self.server.mails.append(message_from_bytes(whole))
                if mode in ("goes away", "vanishes"):
                    return None
            self.say("250 ok")
        return None

    def read(self) -> bytes | None:
        """A mail; nothing where the client went away within it."""
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return None
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """Keeps what it is given. `mode`: "takes", "refuses", "goes away" once it took a mail and
    before it says so, or "vanishes" with the mail; `once` is its mode for the next mail alone."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        self.mails: list[Email] = []
        self.mode, self.once = "takes", ""
        super().__init__(("127.0.0.1", port), Session)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed is no error of ours."""


@contextmanager
def mail_server(port: int = 0) -> Iterator[MailServer]:
    with MailServer(port) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.shutdown()
        thread.join()
