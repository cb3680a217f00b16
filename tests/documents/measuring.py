"""How much memory a process took at most, told by a small process that starts it.

Started from the tests themselves it would begin with the size of theirs.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

STARTER = """
import json, os, subprocess, sys
for line in sys.stdin:
    asked = json.loads(line)
    one = subprocess.Popen(stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                           stderr=subprocess.DEVNULL, **asked)
    said = one.stdout.read().decode()
    _, status, usage = os.wait4(one.pid, 0)
    one.returncode = os.waitstatus_to_exitcode(status)
    print(json.dumps([one.returncode, said, usage.ru_maxrss]), flush=True)
"""


class Measured:
    """Stands in for `subprocess`: runs the same command; `most` is in bytes, over all of them."""

    def __init__(self, starter: "subprocess.Popen[str]") -> None:
        self.starter = starter
        self.runs, self.most = 0, 0

    def run(
        self, command: Sequence[str], *, cwd: object, env: object, **_: Any
    ) -> "subprocess.CompletedProcess[str]":
        assert self.starter.stdin
        assert self.starter.stdout
        asked = {"args": command, "cwd": str(cwd), "env": env}
        self.starter.stdin.write(json.dumps(asked) + "\n")
        self.starter.stdin.flush()
        code, said, kibibytes = json.loads(self.starter.stdout.readline())
        self.runs, self.most = self.runs + 1, max(self.most, kibibytes * 1024)
        return subprocess.CompletedProcess(command, code, said)

    @property
    def module(self) -> Any:
        return SimpleNamespace(run=self.run, DEVNULL=subprocess.DEVNULL)


@contextmanager
def measured() -> Iterator[Measured]:
    command = [sys.executable, "-S", "-c", STARTER]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as starter:
        yield Measured(starter)
