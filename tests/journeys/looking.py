"""How a look at a page is described, and what leads to the state that is looked at."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.journeys.browser import Person


@dataclass(frozen=True)
class Look:
    """One state of one page. `path` has places that the stage fills; `then` leads to the state."""

    name: str
    state: str
    path: str
    who: str = ""
    status: int = 200
    then: Callable[[Person], None] | None = None

    def __str__(self) -> str:
        return f"{self.name}: {self.state}"

    def is_reached_by(self, person: Person, stage: dict[str, object]) -> None:
        """Go there and do what leads to the state."""
        status = person.opens(self.path.format(**stage))
        assert status == self.status, f"{self}: {status} instead of {self.status}"
        if self.then:
            self.then(person)
            person.page.wait_for_load_state("load")


def presses(button: str) -> Callable[[Person], None]:
    """Press it with nothing filled in; the same page comes back and says what is missing."""

    def press(person: Person) -> None:
        with person.page.expect_navigation():
            person.presses(button)

    return press


def submits(person: Person) -> None:
    """Press the form's own button, whatever it is called."""
    with person.page.expect_navigation():
        person.page.locator("main form button").last.click()
