"""Which queue a task waits in, and that somebody takes from each."""

from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings

from shield.local import portal

QUEUES = {"default", "mail", "documents"}


def queue_of(task: str) -> str:
    found: str = current_app.amqp.router.route({}, task)["queue"].name
    return found


@pytest.mark.parametrize(
    ("task", "queue"),
    [
        ("notifications.deliver", "mail"),
        ("notifications.sweep", "mail"),
        ("people.resets", "mail"),
        ("documents.render", "documents"),
        ("documents.check_sweep", "documents"),
        ("clocks.remind", "default"),
        ("audit.verify", "default"),
        ("anything.else", "default"),
    ],
)
def test_each_task_waits_in_its_queue(task: str, queue: str) -> None:
    assert queue_of(task) == queue


def test_a_worker_that_is_told_nothing_takes_from_all() -> None:
    """A queue that nobody takes from is no error anywhere: its tasks just never run."""
    assert set(current_app.amqp.queues.consume_from) == QUEUES
    assert {queue_of(one["task"]) for one in current_app.conf.beat_schedule.values()} <= QUEUES


@pytest.mark.parametrize(
    ("task", "queue"), [("people.resets", "mail"), ("clocks.remind", "default")]
)
def test_a_message_goes_into_one_queue(task: str, queue: str) -> None:
    with current_app.connection_for_write() as connection:
        channel = connection.default_channel
        for name in QUEUES:
            current_app.amqp.queues[name](channel).declare()
            channel.queue_purge(name)
        current_app.send_task(task, connection=connection)
        found = {name: channel.queue_purge(name) for name in QUEUES}
    assert found == dict.fromkeys(QUEUES, 0) | {queue: 1}


def test_the_worker_of_the_launcher_is_told_nothing(tmp_path: Path) -> None:
    worker = next(one for one in portal.children_of(tmp_path, 8000) if one.name == "worker")
    assert {"-Q", "--queues", "-X"} & set(worker.command) == set()


def test_every_queue_is_known_by_name() -> None:
    assert {queue.name for queue in settings.CELERY_TASK_QUEUES} == QUEUES
