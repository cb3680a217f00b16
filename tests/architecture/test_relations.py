"""Foreign keys point down the same order as imports; each app has one newest migration."""

from collections.abc import Iterable

from django.apps import apps
from django.db import models
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.loader import MigrationLoader
from django.test.utils import isolate_apps

from incidents.models import Incident
from shield.accounts.models import User
from shield.documents.models import Document
from tests.architecture.tree import PACKAGES, importlinter


def ranks() -> dict[str, int]:
    """The height of every room and app, as the import contract has it: the lowest is 0."""
    rooms = next(one for one in importlinter()["contracts"] if one["id"] == "rooms")
    return {
        name.strip(" ()"): height
        for height, layer in enumerate(reversed(rooms["layers"]))
        for name in layer.replace(":", "|").split("|")
    }


def upward(found: Iterable[type[models.Model]], rooms: dict[str, str]) -> list[str]:
    """The relations that do not point down; `rooms` maps a model's app to its room."""
    heights = ranks()
    wrong = []
    for model in found:
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            target = field.related_model
            if target is None or isinstance(target, str):
                continue
            here, there = rooms[model._meta.app_label], rooms.get(target._meta.app_label)
            if there is None or here == there:
                continue  # Django's own tables lie below everything
            if heights[there] >= heights[here]:
                wrong.append(f"{model.__name__}.{field.name} -> {target.__name__}")
    return wrong


def our_rooms() -> dict[str, str]:
    return {
        app.label: app.name
        for app in apps.get_app_configs()
        if app.name.partition(".")[0] in PACKAGES
    }


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in our_rooms()]


def test_every_relation_points_down() -> None:
    assert upward(our_models(), our_rooms()) == []


def test_every_room_that_holds_tables_has_its_place() -> None:
    assert {our_rooms()[model._meta.app_label] for model in our_models()} <= set(ranks())


@isolate_apps("shield.accounts")
def test_a_planted_relation_upwards_or_to_a_stranger_is_caught() -> None:
    class Planted(models.Model):
        incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
        user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

        class Meta:
            app_label = "accounts"

    class Stranger(models.Model):
        document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")

        class Meta:
            app_label = "notifications"

    assert upward([Planted, Stranger], our_rooms()) == [
        "Planted.incident -> Incident",
        "Stranger.document -> Document",
    ]


def cascading(found: Iterable[type[models.Model]]) -> list[str]:
    """The relations by which deleting one row would delete others."""
    return [
        f"{model.__name__}.{field.name}"
        for model in found
        for field in model._meta.local_fields
        if getattr(field.remote_field, "on_delete", None) is models.CASCADE
    ]


def test_no_relation_deletes_history() -> None:
    assert cascading(our_models()) == []


@isolate_apps("shield.accounts")
def test_a_planted_cascade_is_caught() -> None:
    class Planted(models.Model):
        user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "accounts"

    assert cascading([Planted]) == ["Planted.user"]


def several_leaves(graph: MigrationGraph) -> list[str]:
    """The apps with more than one newest migration."""
    newest: dict[str, list[str]] = {}
    for app, name in graph.leaf_nodes():
        newest.setdefault(app, []).append(name)
    return sorted(app for app, names in newest.items() if len(names) > 1)


def test_each_app_has_one_newest_migration() -> None:
    assert several_leaves(MigrationLoader(None).graph) == []


def test_a_planted_second_migration_is_caught() -> None:
    graph = MigrationGraph()
    for name in ("0001_initial", "0002_one", "0002_other"):
        graph.add_node(("planted", name), None)
    for name in ("0002_one", "0002_other"):
        graph.add_dependency(None, ("planted", name), ("planted", "0001_initial"))
    assert several_leaves(graph) == ["planted"]
