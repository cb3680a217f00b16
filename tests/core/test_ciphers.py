"""What is sealed tells nothing, opens only with its key, and refuses to be altered."""

from typing import Any

import pytest
from cryptography.fernet import Fernet

from shield.core import ciphers

FIRST, SECOND = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture(autouse=True)
def one_key(settings: Any) -> None:
    settings.SHIELD_DATA_KEYS = [FIRST]
    settings.SHIELD_LOOKUP_KEY = "lookup"


def test_what_is_sealed_opens_again_and_looks_different_each_time() -> None:
    words = "Ångström, born 3 May 2014 \U0001f600"
    sealed = {ciphers.seal(words) for _ in range(3)}

    assert len(sealed) == 3
    assert {ciphers.unseal(one) for one in sealed} == {words}
    assert not any("2014" in one for one in sealed)


def test_a_new_key_in_front_seals_while_the_old_one_still_opens(settings: Any) -> None:
    old = ciphers.seal("words")
    settings.SHIELD_DATA_KEYS = [SECOND, FIRST]

    assert ciphers.unseal(old) == "words"
    assert not old.startswith(ciphers.current_key())
    assert ciphers.seal("words").startswith(ciphers.current_key())


@pytest.mark.parametrize("spoil", ["taken away", "altered", "cut", "plain"])
def test_what_no_key_opens_is_refused(spoil: str, settings: Any) -> None:
    sealed = ciphers.seal("words")
    if spoil == "taken away":
        settings.SHIELD_DATA_KEYS = [SECOND]
    middle = len(sealed) // 2
    other = "A" if sealed[middle] != "A" else "B"
    sealed = {
        "taken away": sealed,
        "altered": sealed[:middle] + other + sealed[middle + 1 :],
        "cut": sealed[:-8],
        "plain": "words",
    }[spoil]

    with pytest.raises(ciphers.CannotUnseal):
        ciphers.unseal(sealed)


def test_fingerprints_are_equal_for_equal_values_of_one_purpose_under_one_key(
    settings: Any,
) -> None:
    first = ciphers.fingerprint("nhs", "9434765919")

    assert ciphers.fingerprint("nhs", "9434765919") == first
    assert ciphers.fingerprint("nhs", "9434765870") != first
    assert ciphers.fingerprint("upn", "9434765919") != first
    settings.SHIELD_LOOKUP_KEY = "another"
    assert ciphers.fingerprint("nhs", "9434765919") != first
