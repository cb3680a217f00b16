"""People who submit finished drafts as fast as the portal takes them, over HTTP."""

import http.cookiejar
import threading
import urllib.parse
import urllib.request
from collections.abc import Sequence

from tests.journeys.browser import PASSWORD

PATIENCE = 120


class Submitter(threading.Thread):
    """One signed-in lead who submits their drafts, one after another."""

    def __init__(self, base: str, account: str, drafts: Sequence[int]) -> None:
        super().__init__(name=account, daemon=True)
        self.base, self.account, self.drafts = base, account, list(drafts)
        self.done: list[int] = []
        self.failed: list[str] = []
        self.jar = http.cookiejar.CookieJar()
        self.client = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def run(self) -> None:
        for draft in self.drafts:
            try:
                landed = self.post(f"/incidents/{draft}/check/", {"declared": "on"})
            except OSError as error:
                self.failed.append(f"{self.account}, {draft}: {error}")
                continue
            if landed.endswith("/submitted/"):
                self.done.append(draft)
            else:
                self.failed.append(f"{self.account}, {draft}: {landed}")

    def signs_in(self) -> None:
        self.client.open(f"{self.base}/accounts/login/", timeout=PATIENCE).close()
        email = f"{self.account}@demo.example"
        landed = self.post("/accounts/login/", {"login": email, "password": PASSWORD})
        assert landed.endswith("/home/"), landed

    def post(self, path: str, fields: dict[str, str]) -> str:
        """Send a form; the address where it leads."""
        token = next(cookie.value for cookie in self.jar if cookie.name == "csrftoken")
        data = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token or ""}).encode()
        address = f"{self.base}{path}"
        request = urllib.request.Request(address, data, {"Referer": address})  # noqa: S310  ours
        with self.client.open(request, timeout=PATIENCE) as answer:
            return str(answer.geturl())
