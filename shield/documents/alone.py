"""How is a process started that reads files of others: a module of ours, and little else?"""

import sys

from django.conf import settings

# Without what the package brings along when it is imported: Celery is most of the work of a process
# that is soon over.
ALONE = """
import runpy, sys, types
sys.modules["shield"] = package = types.ModuleType("shield")
package.__path__ = [sys.argv.pop(1)]
runpy.run_module(sys.argv.pop(1), run_name="__main__")
"""


def alone(module: str, *arguments: str) -> list[str]:
    """The command that runs a module (`shield.documents.…`) with these arguments."""
    return [sys.executable, "-c", ALONE, str(settings.BASE_DIR / "shield"), module, *arguments]
