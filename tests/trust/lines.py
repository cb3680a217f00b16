"""How a line of the policy is written, and what it says of a persona.

`Line(name, method, "groups -> status, groups -> status")` for a page about nothing in particular;
`Line(name, method, state="groups -> status")` for one about records, by the record's state.
The first group that a persona belongs to counts; whoever is in none is refused:

  who                        reading        writing
  nobody signed in           302, sign in   403, sign in
  somebody who has left      403, ended     403, ended
  anybody else               404            404

A refusal writes nothing and tells nothing: what may not be seen answers as what is not there.

Groups: `own` (the record's owner); `checker` (named to check a report); `practitioner`, `lead`,
`administrator` in the record's own agency; `duty-lead` in the agency that must tell the Panel;
`granted` this record by name, or with the glass broken; whoever is shut out of it, or not named in
a restricted one, is nothing to it; `any-lead` and its like in whatever agency; roles that reach
across the partnership by their ids; `anyone` who is signed in and holds a role; `public` and
`leaver`; `everyone`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.trust.things import LEAVER, PUBLIC, Thing, groups

READING = frozenset({"GET", "HEAD"})


@dataclass(frozen=True)
class Line:
    name: str
    method: str
    gives: Mapping[str, str]

    def outcomes(self, state: str) -> list[tuple[set[str], int]]:
        """`[({"own", "lead"}, 200), …]` of one state of a record."""
        found = []
        for part in filter(None, self.gives.get(state, "").split(",")):
            who, _, status = part.partition("->")
            found.append((set(who.split()), int(status)))
        return found

    def status(self, persona: str, thing: Thing) -> int:
        """What a persona gets; the refusal where no part says more."""
        if not thing.is_absent:
            member = groups(persona, thing)
            for who, status in self.outcomes(thing.state):
                if who & member:
                    return status
        return self.refusal(persona)

    def refusal(self, persona: str) -> int:
        if self.is_public:
            return 404
        if persona == LEAVER:
            return 403
        if persona == PUBLIC:
            return 302 if self.method in READING else 403
        return 404

    @property
    def is_public(self) -> bool:
        """Whether the page is for everyone, so that nobody is asked to sign in."""
        return any("everyone" in who for state in self.gives for who, _ in self.outcomes(state))


def line(name: str, method: str, gives: str = "", **states: str) -> Line:
    """A line; `_` in a state's name stands for `-`."""
    return Line(
        name, method, {"": gives, **{key.replace("_", "-"): said for key, said in states.items()}}
    )


WRITERS = "own lead"
READERS = "own lead duty-lead operations granted"
