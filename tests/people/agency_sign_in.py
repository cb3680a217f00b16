"""An agency's own sign-in, as the standard has it: discovery, keys, codes, PKCE, signed tokens."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLIENT, PASSPHRASE = "shield", "agency-client-pass"


class AgencySignIn:
    """Signs in whoever it is told to: `subject`, and whatever else it claims about them."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.subject = "subject-1"
        self.claims: dict[str, Any] = {}
        self.key: Any = KEY
        self.algorithm = "RS256"
        self.announces = issuer
        self.codes: dict[str, dict[str, str]] = {}
        self.heard: list[str] = []

    def authorise(self, address: str) -> str:
        """What the person's browser does there: sign in, and be sent back with a code."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        back = urlsplit(asked["redirect_uri"]).path
        return f"{back}?{urlencode({'code': code, 'state': asked['state']})}"

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.announces,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict[str, Any]:
        public = json.loads(RSAAlgorithm.to_jwk(KEY.public_key()))
        return {"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]}

    def token(self, sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """A code is exchanged once, by the client who knows the verifier."""
        asked = self.codes.pop(sent.get("code", ""), None)
        verifier = sent.get("code_verifier", "").encode()
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).rstrip(b"=")
        if asked is None or sent.get("client_secret") != PASSPHRASE:
            return 400, {"error": "invalid_grant"}
        if challenge.decode() != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        said = {
            "iss": self.issuer,
            "sub": self.subject,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.claims,
        }
        said = {name: value for name, value in said.items() if value is not None}
        signed = jwt.encode(said, self.key, algorithm=self.algorithm, headers={"kid": "one"})
        return 200, {"access_token": "none", "token_type": "Bearer", "id_token": signed}


@contextmanager
def agency_sign_in() -> Iterator[AgencySignIn]:
    """One that answers on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.give(200, agency.keys() if self.path == "/keys" else agency.discovery())

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            sent = parse_qs(self.rfile.read(length).decode())
            self.give(*agency.token({name: values[0] for name, values in sent.items()}))

        def give(self, status: int, said: dict[str, Any]) -> None:
            agency.heard.append(self.path)
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    agency = AgencySignIn(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield agency
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
