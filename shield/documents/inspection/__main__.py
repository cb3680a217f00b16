"""The process: limits itself, looks into one file, and prints what it is or why it is refused."""

import json
import resource
import sys
from pathlib import Path

from shield.documents.allowed import NotAllowed
from shield.documents.inspection import main

MEMORY = 512 * 1024 * 1024
SECONDS = 30

if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        said = main(Path(sys.argv[1]), Path(sys.argv[2]))
    except NotAllowed as refusal:
        said = {"refused": refusal.code}
    except MemoryError:
        said = {"refused": "bomb"}
    print(json.dumps(said))
