"""The rig that every test stands on keeps its promises."""

import socket

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password
from django.db import connection


def test_a_connection_to_elsewhere_is_refused() -> None:
    # pytest-socket warns and then refuses; here the warning itself is an error already.
    with socket.socket() as elsewhere, pytest.raises(UserWarning, match=r"192\.0\.2\.1"):
        elsewhere.connect(("192.0.2.1", 80))


def test_a_connection_to_this_machine_is_not() -> None:
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())


def test_passwords_are_hashed_quickly() -> None:
    assert identify_hasher(make_password("something")).algorithm == "md5"


def test_the_database_is_one_of_the_tests(db: None) -> None:
    assert str(connection.settings_dict["NAME"]).startswith("test_")
