"""The process: limits itself, and makes pages of one file after another."""

import json
import resource
import sys
from pathlib import Path

from shield.documents.preparing import prepare

MEMORY = 1024 * 1024 * 1024
SECONDS = 15  # of work, for each file

if __name__ == "__main__":
    folder, first = Path(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for number, kind in enumerate(json.loads((folder / "kinds").read_text())):
        if number < first:
            continue
        used = resource.getrusage(resource.RUSAGE_SELF)
        most = int(used.ru_utime + used.ru_stime) + SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))
        try:
            said = prepare(folder / str(number), folder / f"{number}.pdf", kind)
        except (MemoryError, RecursionError):
            said = {"problem": "damaged"}
        print(json.dumps(said), flush=True)
