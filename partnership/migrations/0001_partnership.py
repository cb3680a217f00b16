from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.expressions
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import partnership.models.quorum
import shield.core.fields


class Migration(migrations.Migration):
    # The steps of before the first release, in one: making the tables takes half as long.
    replaces = [
        ("partnership", "0001_initial"),
        ("partnership", "0002_meetings"),
        ("partnership", "0003_invited"),
        ("partnership", "0004_items"),
        ("partnership", "0005_requests"),
        ("partnership", "0006_feeds"),
        ("partnership", "0007_minutes_editing"),
        ("partnership", "0008_duty_clocks"),
        ("partnership", "0009_escalations_scrutiny"),
        ("partnership", "0010_agendas"),
        ("partnership", "0011_actions"),
        ("partnership", "0012_soonest_actions"),
        ("partnership", "0013_decision_versions"),
        ("partnership", "0014_minutes_why_not_the_chair"),
    ]
    initial = True

    dependencies = [
        ("accounts", "0004_membership_ended_at"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("clocks", "0007_waits"),
        ("documents", "0004_appendices"),
    ]

    operations = [
        migrations.CreateModel(
            name="EscalationTheme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True)),
                ("order", models.PositiveIntegerField(default=0)),
                ("is_offered", models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ordinary", "Item"),
                            ("standing", "Standing item"),
                            ("last-minutes", "Minutes of the last meeting"),
                            ("matters-arising", "Matters arising"),
                            ("proposed", "Proposed item"),
                        ],
                        default="ordinary",
                        max_length=20,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "purpose",
                    models.CharField(
                        choices=[("decide", "Decide"), ("discuss", "Discuss"), ("note", "Note")],
                        default="discuss",
                        max_length=20,
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="minutes allotted"
                    ),
                ),
                ("lead", models.CharField(blank=True, max_length=200, verbose_name="who leads it")),
                (
                    "presenter",
                    models.CharField(blank=True, max_length=200, verbose_name="who presents it"),
                ),
                (
                    "asks",
                    models.TextField(
                        blank=True, max_length=5000, verbose_name="what the body is asked"
                    ),
                ),
                ("is_restricted", models.BooleanField(default=False)),
                ("added_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Body",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, unique=True)),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="short code")),
                ("purpose", models.TextField(max_length=2000)),
                ("chairing", models.CharField(blank=True, max_length=200)),
                (
                    "chairing_kind",
                    models.CharField(
                        choices=[
                            ("rotating", "Rotating: the chair passes on"),
                            ("joint", "Joint: several chairs together"),
                            ("named", "Named: the holder of one seat"),
                        ],
                        default="named",
                        max_length=20,
                    ),
                ),
                ("frequency", models.CharField(blank=True, max_length=200)),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("quarterly", "Quarterly"),
                            ("six-weekly", "Every 6 weeks"),
                            ("monthly", "Monthly"),
                            ("weekly", "Weekly"),
                            ("termly", "Once a school term"),
                            ("around", "Around the meetings of another body"),
                            ("none", "As planned"),
                        ],
                        default="none",
                        max_length=20,
                    ),
                ),
                ("before_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("after_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("venue", models.CharField(blank=True, max_length=200)),
                ("usual_start", models.TimeField(blank=True, null=True)),
                ("usual_end", models.TimeField(blank=True, null=True)),
                ("quorum", models.CharField(blank=True, max_length=300)),
                (
                    "quorum_rule",
                    models.JSONField(
                        blank=True, default=dict, validators=[partnership.models.quorum.check_rule]
                    ),
                ),
                ("needs_agreement", models.BooleanField(blank=True, null=True)),
                ("on_disagreement", models.TextField(blank=True, max_length=2000)),
                ("order", models.PositiveIntegerField(default=0)),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "around",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="around_it",
                        to="partnership.body",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="partnership.body",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent__isnull", True),
                            models.Q(("parent", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="body_is_not_its_own_parent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("after_days__isnull", False),
                                ("around__isnull", False),
                                ("before_days__isnull", False),
                                ("rhythm", "around"),
                            ),
                            models.Q(
                                models.Q(("rhythm", "around"), _negated=True),
                                ("after_days__isnull", True),
                                ("around__isnull", True),
                                ("before_days__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="body_around_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("usual_end__isnull", True),
                            models.Q(
                                ("usual_end__gt", models.F("usual_start")),
                                ("usual_start__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="body_usual_end_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField(max_length=20000)),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="partnership.body",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("body", "number"), name="agreement_edition_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="agreement_counted_from_one"
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreement",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4a0456792d40cc95c5d71e0a4eac11e96d125f70",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_60253",
                    table="partnership_agreement",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreement",
            trigger=pgtrigger.compiler.Trigger(
                name="never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are only ever added: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';",
                    hash="924198766d4781748ccfaa00708b1cd2858f4d08",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_emptied_86176",
                    table="partnership_agreement",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Budget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.CharField(max_length=20, unique=True)),
                (
                    "budgeted",
                    models.DecimalField(
                        decimal_places=2, max_digits=10, verbose_name="budgeted expenditure"
                    ),
                ),
                (
                    "contributors",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="contributors as published"
                    ),
                ),
                ("order", models.PositiveIntegerField(default=0)),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budgets",
                        to="partnership.body",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("budgeted__gte", 0)), name="budget_not_below_nothing"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Challenge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("text", models.TextField(max_length=3000, verbose_name="the challenge")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for a reply"),
                            ("replied", "Replied"),
                            ("satisfied", "Satisfied"),
                            ("unsatisfied", "Not satisfied"),
                        ],
                        default="waiting",
                        max_length=20,
                    ),
                ),
                ("sent_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="challenges",
                        to="accounts.agency",
                    ),
                ),
                (
                    "clock",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="challenge",
                        to="clocks.clock",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ChallengeReply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=5000)),
                ("replied_at", models.DateTimeField()),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="partnership.challenge",
                    ),
                ),
                (
                    "clock",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="challenge_reply",
                        to="clocks.clock",
                    ),
                ),
                (
                    "replied_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="challengereply",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d003cf96a4501990df552cc0c3f9a4f802a860e8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e024e",
                    table="partnership_challengereply",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="challengereply",
            trigger=pgtrigger.compiler.Trigger(
                name="never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are only ever added: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';",
                    hash="79e48d277c75d6840f1c42800d36cc6fc0232c42",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_emptied_79b97",
                    table="partnership_challengereply",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ChallengeResponse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("satisfied", "Satisfied"),
                            ("again", "Not satisfied: another reply is asked for"),
                            ("unsatisfied", "Not satisfied, and it is left so"),
                        ],
                        max_length=20,
                    ),
                ),
                ("text", models.TextField(max_length=3000, verbose_name="why")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reply",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="response",
                        to="partnership.challengereply",
                    ),
                ),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="challengeresponse",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="128f2321f2b24db9c9c2d1256cb1df87b17ae6b6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_965d3",
                    table="partnership_challengeresponse",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="challengeresponse",
            trigger=pgtrigger.compiler.Trigger(
                name="never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are only ever added: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';",
                    hash="7f3ac8c3375ca34feb82d5caeed0747ad6f5534d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_emptied_080ad",
                    table="partnership_challengeresponse",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("contributor", models.CharField(blank=True, max_length=200)),
                ("promised", models.DecimalField(decimal_places=2, max_digits=10)),
                (
                    "received",
                    models.DecimalField(decimal_places=2, default=Decimal("0"), max_digits=10),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agency",
                    ),
                ),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="partnership.budget",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agency__isnull", False), ("contributor", "")),
                            models.Q(
                                ("agency__isnull", True),
                                models.Q(("contributor", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="contribution_is_from_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("promised__gte", 0), ("received__gte", 0)),
                        name="contribution_not_below_nothing",
                    ),
                    models.UniqueConstraint(
                        fields=("budget", "agency", "contributor"),
                        name="contribution_once",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("is_recommendation", models.BooleanField(default=False)),
                ("text", models.TextField(max_length=5000, verbose_name="what was decided")),
                ("reasons", models.TextField(blank=True, max_length=5000)),
                ("agreed", models.JSONField(blank=True, default=list)),
                ("dissent", models.TextField(blank=True, max_length=2000)),
                ("quorum", models.JSONField(blank=True, default=dict)),
                ("decided_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=0)),
                ("form_token", models.UUIDField(blank=True, null=True, unique=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="partnership.body",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="partnership.agendaitem",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Action",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("what", models.TextField(max_length=2000, verbose_name="what is to be done")),
                (
                    "evidence_required",
                    models.TextField(
                        max_length=2000, verbose_name="what will show that it is done"
                    ),
                ),
                ("holder_role", models.CharField(blank=True, max_length=40)),
                ("held_since", models.DateTimeField()),
                ("holder_left_at", models.DateTimeField(blank=True, null=True)),
                ("due_on", models.DateField()),
                ("source_kind", models.CharField(blank=True, max_length=60)),
                ("source_reference", models.CharField(blank=True, max_length=80)),
                ("source_url", models.CharField(blank=True, max_length=300)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("done", "Done, waits to be accepted"),
                            ("closed", "Accepted"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=20,
                    ),
                ),
                ("raised_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agency",
                    ),
                ),
                (
                    "clock",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="action",
                        to="clocks.clock",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "holder_agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="accounts.agency",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="partnership.agendaitem",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="partnership.body",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="partnership.decision",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DecisionRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("title", models.CharField(max_length=200)),
                (
                    "question",
                    models.TextField(max_length=5000, verbose_name="what is to be decided"),
                ),
                (
                    "why_now",
                    models.CharField(
                        max_length=500, verbose_name="why it cannot wait for the meeting"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("agreed", "Agreed by all"),
                            ("refused", "Not agreed"),
                            ("lapsed", "Lapsed without every answer"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=20,
                    ),
                ),
                ("source_kind", models.CharField(blank=True, max_length=60)),
                ("source_reference", models.CharField(blank=True, max_length=80)),
                ("source_url", models.CharField(blank=True, max_length=300)),
                ("requested_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_because", models.CharField(blank=True, max_length=500)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="partnership.body",
                    ),
                ),
                (
                    "clock",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clocks.clock",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("partners", models.ManyToManyField(related_name="+", to="accounts.agency")),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Escalation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True)),
                (
                    "what",
                    models.TextField(max_length=3000, verbose_name="what the difference is about"),
                ),
                (
                    "tried",
                    models.TextField(
                        max_length=3000,
                        verbose_name="what the agencies did under their own policies",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("arbitration", "In arbitration"),
                            ("resolved", "Resolved"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=20,
                    ),
                ),
                ("stage", models.PositiveSmallIntegerField(default=1)),
                ("arbitrated_at", models.DateTimeField(blank=True, null=True)),
                ("raised_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "outcome",
                    models.TextField(blank=True, max_length=3000, verbose_name="how it ended"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalations",
                        to="accounts.agency",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalation",
                        to="partnership.decisionrequest",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalations",
                        to="partnership.escalationtheme",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "-raised_at"], name="escalation_by_agency")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", True),
                                ("closed_by__isnull", True),
                                ("outcome", ""),
                                ("status__in", ("open", "arbitration")),
                            ),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                                ("status__in", ("resolved", "withdrawn")),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="escalation_ended_by_somebody_somehow",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "arbitration"), _negated=True),
                            ("arbitrated_at__isnull", False),
                            _connector="OR",
                        ),
                        name="escalation_in_arbitration_since",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stage__gte", 1)), name="escalation_stage_from_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EscalationParty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agency",
                    ),
                ),
                (
                    "escalation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parties",
                        to="partnership.escalation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("escalation", "agency"), name="escalation_party_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EscalationReturn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quarter", models.DateField()),
                ("is_nil", models.BooleanField(blank=True, null=True)),
                (
                    "learning",
                    models.TextField(blank=True, max_length=3000, verbose_name="what was learnt"),
                ),
                ("returned_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalation_returns",
                        to="accounts.agency",
                    ),
                ),
                (
                    "clock",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalation_return",
                        to="clocks.clock",
                    ),
                ),
                (
                    "returned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "quarter"), name="return_once_a_quarter"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quarter__day", 1), ("quarter__month__in", (1, 4, 7, 10))
                        ),
                        name="return_of_a_quarter",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("is_nil__isnull", True),
                                ("returned_at__isnull", True),
                                ("returned_by__isnull", True),
                            ),
                            models.Q(
                                ("is_nil__isnull", False),
                                ("returned_at__isnull", False),
                                ("returned_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="return_made_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EscalationStage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "why",
                    models.TextField(
                        blank=True, max_length=3000, verbose_name="why it went on to this stage"
                    ),
                ),
                ("entered_at", models.DateTimeField()),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "escalation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stages",
                        to="partnership.escalation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("escalation", "number"), name="escalation_stage_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", 1),
                            models.Q(("number__gt", 1), models.Q(("why", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="escalation_went_on_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EscalationAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=3000)),
                ("answered_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agency",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="partnership.escalationstage",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="escalation_answer_says_something",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="escalationanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7af8b830e49d0e9e1952590c379acf8e1a33de40",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a62d0",
                    table="partnership_escalationanswer",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="escalationanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are only ever added: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';",
                    hash="b8cb2981a9e3d75b12bfe5fe004f467bb5c63bc1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_emptied_f2fc1",
                    table="partnership_escalationanswer",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="FeedToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("last_used_on", models.DateField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "body",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.body",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["user", "-created_at"], name="feed_of_user")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("token_hash__regex", "^[0-9a-f]{64}$")),
                        name="feed_token_is_hashed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("revoked_at__isnull", True),
                            ("revoked_at__gte", models.F("created_at")),
                            _connector="OR",
                        ),
                        name="feed_revoked_after_it_was_made",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Holding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_deputy", models.BooleanField(default=False)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("appointed_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ChairHolding",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("partnership.holding",),
        ),
        migrations.CreateModel(
            name="Interest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=500, verbose_name="what the interest is")),
                ("declared_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "declared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interests",
                        to="partnership.agendaitem",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("item", "user"),
                        name="interest_declared_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="interest_withdrawn_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemMinute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", shield.core.fields.EncryptedTextField(blank=True)),
                ("version", models.PositiveIntegerField(default=0)),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                (
                    "edited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="minute",
                        to="partnership.agendaitem",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ItemReader",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("named_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readers",
                        to="partnership.agendaitem",
                    ),
                ),
                (
                    "named_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("item", "user"),
                        name="item_reader_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="item_reader_ended_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("text", models.TextField(max_length=1000, verbose_name="the question")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("looking", "Looking for evidence"),
                            ("answered", "Answered"),
                            ("left", "Not followed"),
                        ],
                        default="asked",
                        max_length=20,
                    ),
                ),
                (
                    "finding",
                    models.TextField(blank=True, max_length=5000, verbose_name="what was found"),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "answered"), _negated=True),
                            models.Q(("finding", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="key_question_answered_by_a_finding",
                    ),
                    models.UniqueConstraint(
                        fields=("year", "text"), name="key_question_once_a_year"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("meeting", "Meeting"),
                            ("decision", "Decision"),
                            ("action", "Action"),
                            ("priority", "Priority"),
                            ("duty", "Reporting duty"),
                        ],
                        max_length=20,
                    ),
                ),
                ("record_id", models.BigIntegerField()),
                ("label", models.CharField(max_length=300)),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("url", models.CharField(max_length=300)),
                ("note", models.TextField(max_length=2000, verbose_name="what it shows")),
                ("pinned_at", models.DateTimeField()),
                ("taken_off_at", models.DateTimeField(blank=True, null=True)),
                (
                    "pinned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="partnership.keyquestion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_off_at__isnull", True)),
                        fields=("question", "kind", "record_id"),
                        name="evidence_pinned_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("url__startswith", "/")), name="evidence_of_the_portal"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=20)),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        verbose_name="title, where it has one of its own",
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("venue", models.CharField(blank=True, max_length=200)),
                ("link", models.CharField(blank=True, max_length=500)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("confirmed", "Confirmed"),
                            ("held", "Held"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="proposed",
                        max_length=20,
                    ),
                ),
                ("offset_days", models.SmallIntegerField(blank=True, null=True)),
                ("why", models.CharField(blank=True, max_length=500)),
                ("proposed_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "edition",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="edition of the agenda"
                    ),
                ),
                ("held_at", models.DateTimeField(blank=True, null=True)),
                (
                    "quorum",
                    models.JSONField(
                        blank=True, default=dict, verbose_name="quorum at the end, with its working"
                    ),
                ),
                ("sequence", models.PositiveSmallIntegerField(default=0)),
                ("cancelled_because", models.CharField(blank=True, max_length=500)),
                (
                    "around",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hanging",
                        to="partnership.meeting",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="partnership.body",
                    ),
                ),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "held_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MeetingMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_starts_at", models.DateTimeField()),
                ("from_ends_at", models.DateTimeField()),
                ("to_starts_at", models.DateTimeField()),
                ("to_ends_at", models.DateTimeField()),
                ("why", models.CharField(max_length=500)),
                ("moved_at", models.DateTimeField()),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="partnership.meeting",
                    ),
                ),
                (
                    "moved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_ends_at__gt", models.F("to_starts_at"))),
                        name="meeting_move_to_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True),
                        name="meeting_move_has_a_reason",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingmove",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ab5b84a6428f1c36b6e59f23b45b2c0ce3d93a89",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_feb45",
                    table="partnership_meetingmove",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingmove",
            trigger=pgtrigger.compiler.Trigger(
                name="never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are only ever added: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';",
                    hash="02367e740d1c84cbf470ffc0d6744bcfb8ae7a65",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_emptied_b192c",
                    table="partnership_meetingmove",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="MinuteEditing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                (
                    "minute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editing",
                        to="partnership.itemminute",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("minute", "user"), name="minute_editing_once"),
                    models.CheckConstraint(
                        condition=models.Q(("last_at__gte", models.F("since"))),
                        name="minute_editing_since",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Minutes",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("approved", "Approved by the chair"),
                            ("distributed", "Distributed"),
                            ("confirmed", "Confirmed at a later meeting"),
                        ],
                        default="draft",
                        max_length=20,
                    ),
                ),
                ("begun_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("approved_why", models.CharField(blank=True, max_length=500)),
                ("distributed_at", models.DateTimeField(blank=True, null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "confirmed_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirms",
                        to="partnership.meeting",
                    ),
                ),
                (
                    "distributed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="minutes",
                        to="partnership.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "minutes",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_at__isnull", True),
                                ("approved_by__isnull", True),
                                ("status", "draft"),
                            ),
                            models.Q(
                                models.Q(("status", "draft"), _negated=True),
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="minutes_approved_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("distributed_at__isnull", True),
                                ("distributed_by__isnull", True),
                                ("status__in", ("draft", "approved")),
                            ),
                            models.Q(
                                ("distributed_at__isnull", False),
                                ("distributed_by__isnull", False),
                                ("status__in", ("distributed", "confirmed")),
                            ),
                            _connector="OR",
                        ),
                        name="minutes_distributed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confirmed_at__isnull", False),
                                ("confirmed_by__isnull", False),
                                ("confirmed_in__isnull", False),
                                ("status", "confirmed"),
                            ),
                            models.Q(
                                models.Q(("status", "confirmed"), _negated=True),
                                ("confirmed_at__isnull", True),
                                ("confirmed_by__isnull", True),
                                ("confirmed_in__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="minutes_confirmed_at_a_meeting",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutes",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partnership_minutesevent" ("approved_at", "approved_by_id", "approved_why", "begun_at", "begun_by_id", "confirmed_at", "confirmed_by_id", "confirmed_in_id", "distributed_at", "distributed_by_id", "id", "meeting_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."approved_why", NEW."begun_at", NEW."begun_by_id", NEW."confirmed_at", NEW."confirmed_by_id", NEW."confirmed_in_id", NEW."distributed_at", NEW."distributed_by_id", NEW."id", NEW."meeting_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."status"); RETURN NULL;',
                    hash="6d010f3c7185cffd0ea0c3353420fd6279657bfd",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_deaef",
                    table="partnership_minutes",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutes",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "partnership_minutesevent" ("approved_at", "approved_by_id", "approved_why", "begun_at", "begun_by_id", "confirmed_at", "confirmed_by_id", "confirmed_in_id", "distributed_at", "distributed_by_id", "id", "meeting_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."approved_why", NEW."begun_at", NEW."begun_by_id", NEW."confirmed_at", NEW."confirmed_by_id", NEW."confirmed_in_id", NEW."distributed_at", NEW."distributed_by_id", NEW."id", NEW."meeting_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."status"); RETURN NULL;',
                    hash="c9d0d8e351068936251df6be211ebae8689c57be",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2ec4d",
                    table="partnership_minutes",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ItemMinuteEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("text", shield.core.fields.EncryptedTextField(blank=True)),
                ("version", models.PositiveIntegerField(default=0)),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                (
                    "edited_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partnership.agendaitem",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partnership.itemminute",
                    ),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partnership.minutes",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="itemminuteevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5b2b43eec86d649760fc64f489b0ca94bee5ba6d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_63b14",
                    table="partnership_itemminuteevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="itemminuteevent",
            trigger=pgtrigger.compiler.Trigger(
                name="never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are only ever added: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';",
                    hash="d607fc9c7042a8c41ffba141df7c23ab90f2a442",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_emptied_fdc15",
                    table="partnership_itemminuteevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="MinutesAddition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", shield.core.fields.EncryptedTextField()),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="additions",
                        to="partnership.agendaitem",
                    ),
                ),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutesaddition",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="42c1f5a3d5c793e67409950590ed8cf8f55cfe7c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_24c94",
                    table="partnership_minutesaddition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutesaddition",
            trigger=pgtrigger.compiler.Trigger(
                name="never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are only ever added: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';",
                    hash="fb6ece52b4e28024da455cdee7467395702808ed",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_emptied_bef2d",
                    table="partnership_minutesaddition",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="MinutesCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reads", models.CharField(max_length=500)),
                ("edition", models.PositiveSmallIntegerField(default=0)),
                ("requested_at", models.DateTimeField()),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="minutes_copy",
                        to="documents.document",
                    ),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="partnership.minutes",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("minutes", "reads", "edition"), name="minutes_copy_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MinutesEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("approved", "Approved by the chair"),
                            ("distributed", "Distributed"),
                            ("confirmed", "Confirmed at a later meeting"),
                        ],
                        default="draft",
                        max_length=20,
                    ),
                ),
                ("begun_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("approved_why", models.CharField(blank=True, max_length=500)),
                ("distributed_at", models.DateTimeField(blank=True, null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "begun_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "confirmed_in",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partnership.meeting",
                    ),
                ),
                (
                    "distributed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partnership.meeting",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partnership.minutes",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutesevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="25a9840f71e91fe9e63f167ae64c055e6b5eb3b8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e6813",
                    table="partnership_minutesevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutesevent",
            trigger=pgtrigger.compiler.Trigger(
                name="never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are only ever added: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';",
                    hash="3d9dadfbd65c0100996aa6abeab3d32da8c95f7b",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_emptied_6fe35",
                    table="partnership_minutesevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("link", models.CharField(blank=True, max_length=500)),
                ("edition", models.PositiveSmallIntegerField(default=1)),
                ("added_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="partnership.agendaitem",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="partnership.paper",
                    ),
                ),
                (
                    "upload",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper",
                        to="documents.upload",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("link", ""), ("upload__isnull", False)),
                            models.Q(
                                ("upload__isnull", True),
                                models.Q(
                                    ("link__startswith", "https://"),
                                    ("link__startswith", "/"),
                                    _connector="OR",
                                ),
                                models.Q(("link__startswith", "//"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="paper_is_a_file_or_a_link",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("edition", 1), ("replaces__isnull", True)),
                            models.Q(("edition__gt", 1), ("replaces__isnull", False)),
                            _connector="OR",
                        ),
                        name="paper_edition_replaces",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="paper_withdrawn_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Priority",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year of the plan")),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=300)),
                ("order", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "number"), name="priority_number_once_a_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1), ("year__gte", 1)),
                        name="priority_counted_from_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("measure", models.CharField(max_length=300)),
                ("baseline", models.CharField(blank=True, max_length=100)),
                ("target", models.CharField(blank=True, max_length=100)),
                ("latest", models.CharField(blank=True, max_length=100)),
                ("latest_on", models.DateField(blank=True, null=True)),
                (
                    "how_known",
                    models.CharField(blank=True, max_length=300, verbose_name="how it is known"),
                ),
                (
                    "priority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="partnership.priority",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("priority", "measure"), name="measure_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latest", ""), ("latest_on__isnull", True)),
                            models.Q(
                                models.Q(("latest", ""), _negated=True),
                                ("latest_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="measure_latest_has_its_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DecisionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("reference", models.CharField(max_length=20)),
                ("is_recommendation", models.BooleanField(default=False)),
                ("text", models.TextField(max_length=5000, verbose_name="what was decided")),
                ("reasons", models.TextField(blank=True, max_length=5000)),
                ("agreed", models.JSONField(blank=True, default=list)),
                ("dissent", models.TextField(blank=True, max_length=2000)),
                ("quorum", models.JSONField(blank=True, default=dict)),
                ("decided_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=0)),
                ("form_token", models.UUIDField(blank=True, null=True)),
                (
                    "body",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partnership.body",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partnership.agendaitem",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partnership.decision",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partnership.decisionrequest",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partnership.meeting",
                    ),
                ),
                (
                    "priority",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partnership.priority",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decisionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6af5b2388155f719fccc14e60d8d502c07c98c99",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_bccae",
                    table="partnership_decisionevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decisionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are only ever added: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';",
                    hash="c60f1b829837d219165d676fa3838b0feaaf8734",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_emptied_acca6",
                    table="partnership_decisionevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ActionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("reference", models.CharField(max_length=20)),
                ("what", models.TextField(max_length=2000, verbose_name="what is to be done")),
                (
                    "evidence_required",
                    models.TextField(
                        max_length=2000, verbose_name="what will show that it is done"
                    ),
                ),
                ("holder_role", models.CharField(blank=True, max_length=40)),
                ("held_since", models.DateTimeField()),
                ("holder_left_at", models.DateTimeField(blank=True, null=True)),
                ("due_on", models.DateField()),
                ("source_kind", models.CharField(blank=True, max_length=60)),
                ("source_reference", models.CharField(blank=True, max_length=80)),
                ("source_url", models.CharField(blank=True, max_length=300)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("done", "Done, waits to be accepted"),
                            ("closed", "Accepted"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=20,
                    ),
                ),
                ("raised_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.agency",
                    ),
                ),
                (
                    "clock",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="clocks.clock",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "holder_agency",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.agency",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partnership.action",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partnership.agendaitem",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partnership.body",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partnership.decision",
                    ),
                ),
                (
                    "priority",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partnership.priority",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f755f958ab13452c692ad3631409f9f100c25ec1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_3ac1d",
                    table="partnership_actionevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are only ever added: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';",
                    hash="20d4f21da0ec428bb6bd6e6dab53698ee5b844df",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_emptied_90764",
                    table="partnership_actionevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="PriorityLead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agency",
                    ),
                ),
                (
                    "priority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="partnership.priority",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("priority", "agency"), name="priority_led_once"
                    ),
                    models.UniqueConstraint(
                        fields=("priority", "order"), name="priority_lead_order_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("what", models.CharField(max_length=300)),
                (
                    "came_of_it",
                    models.TextField(blank=True, max_length=3000, verbose_name="what came of it"),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="partnership.keyquestion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="programme_entry_ends_after_it_starts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "purpose",
                    models.CharField(
                        choices=[("decide", "Decide"), ("discuss", "Discuss"), ("note", "Note")],
                        max_length=20,
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="minutes wanted"
                    ),
                ),
                ("asks", models.TextField(max_length=5000, verbose_name="what the body is asked")),
                ("source_kind", models.CharField(blank=True, max_length=60)),
                ("source_reference", models.CharField(blank=True, max_length=80)),
                ("source_url", models.CharField(blank=True, max_length=300)),
                ("is_restricted", models.BooleanField(default=False)),
                ("proposed_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("taken", "On an agenda"), ("declined", "Not taken")],
                        max_length=20,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="partnership.body",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="partnership.meeting",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""),
                                ("answered_at__isnull", True),
                                ("answered_by__isnull", True),
                            ),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_answered_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "declined"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="proposal_declined_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProposalReader",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readers",
                        to="partnership.proposal",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("proposal", "user"), name="proposal_reader_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("what_changed", models.CharField(blank=True, max_length=500)),
                ("published_at", models.DateTimeField()),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.agendaitem",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="partnership.meeting",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "number"), name="publication_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", 1),
                            models.Q(("what_changed", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="publication_again_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("item__isnull", True), ("number__gt", 1), _connector="OR"
                        ),
                        name="publication_first_is_whole",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="publication",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f93fec40982dda2a5ea6497b6ce9df0196209f2d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_79aff",
                    table="partnership_publication",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="publication",
            trigger=pgtrigger.compiler.Trigger(
                name="never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are only ever added: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';",
                    hash="69b8edb8732357a897b94867d4a59b0c8150df16",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_emptied_42227",
                    table="partnership_publication",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Pack",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reads", models.CharField(max_length=500)),
                ("requested_at", models.DateTimeField()),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pack",
                        to="documents.document",
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packs",
                        to="partnership.publication",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("publication", "reads"), name="pack_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Opened",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[("agenda", "Agenda"), ("pack", "Pack")], max_length=10
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opened",
                        to="partnership.publication",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("publication", "user", "what"), name="opened_once"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="opened",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6b8b33db9b03583b1835ba529834d5860449a2e8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8b506",
                    table="partnership_opened",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="opened",
            trigger=pgtrigger.compiler.Trigger(
                name="never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are only ever added: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';",
                    hash="ae5910af3a73b6bb5286c98547f7f50f5a6f1c89",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_emptied_c1454",
                    table="partnership_opened",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="PublishedPolicy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("section", models.CharField(max_length=200)),
                ("title", models.CharField(max_length=300)),
                ("edition", models.CharField(blank=True, max_length=100)),
                ("kind", models.CharField(max_length=60)),
                ("source", models.CharField(blank=True, max_length=200)),
                ("order", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("section", "title", "edition"), name="published_policy_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportingDuty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("to_outside", models.CharField(blank=True, max_length=200)),
                ("about", models.CharField(blank=True, max_length=200)),
                ("times_a_year", models.PositiveSmallIntegerField()),
                ("order", models.PositiveIntegerField(default=0)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="partnership.body",
                    ),
                ),
                (
                    "clock",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duty",
                        to="clocks.clock",
                    ),
                ),
                (
                    "to_body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="is_told",
                        to="partnership.body",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("to_body__isnull", False), ("to_outside", "")),
                            models.Q(
                                ("to_body__isnull", True),
                                models.Q(("to_outside", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="duty_is_owed_to_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("times_a_year__gte", 1)), name="duty_is_owed_at_all"
                    ),
                    models.UniqueConstraint(
                        fields=("body", "to_body", "to_outside", "about"),
                        name="duty_once",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportSent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sent_on", models.DateField()),
                ("what", models.CharField(max_length=300)),
                ("recorded_at", models.DateTimeField()),
                (
                    "clock",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_sent",
                        to="clocks.clock",
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="partnership.reportingduty",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("duty", "sent_on", "what"), name="report_sent_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("post", models.CharField(max_length=500)),
                (
                    "answer",
                    models.CharField(
                        choices=[("agree", "Agrees"), ("disagree", "Does not agree")], max_length=20
                    ),
                ),
                ("reasons", models.TextField(blank=True, max_length=2000)),
                ("answered_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agency",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="partnership.decisionrequest",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "agency"), name="request_answered_once"
                    ),
                    models.UniqueConstraint(
                        fields=("request", "user"), name="request_answered_for_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer", "agree"),
                            models.Q(("reasons", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="request_refused_with_reasons",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="requestanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c15dc7e845ca3432ca7b3b61f6cc501167a0c4f9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b5907",
                    table="partnership_requestanswer",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="requestanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are only ever added: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';",
                    hash="ef3df89ef47b969807786fab517e87c83fc39c4f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_emptied_b7ca3",
                    table="partnership_requestanswer",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="RequestConflict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=500)),
                ("declared_at", models.DateTimeField()),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conflicts",
                        to="partnership.decisionrequest",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "user"), name="request_conflict_once"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="requestconflict",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="34ac24c022d7b98785f6b0c0e987abb7d5bad263",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d5026",
                    table="partnership_requestconflict",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="requestconflict",
            trigger=pgtrigger.compiler.Trigger(
                name="never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are only ever added: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';",
                    hash="e32cf184c2139a035481cd7491fab6238b82a6e6",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_emptied_c0960",
                    table="partnership_requestconflict",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ReturnLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "escalation_return",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="partnership.escalationreturn",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="partnership.escalationtheme",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("escalation_return", "theme"), name="return_line_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="return_line_counts_some"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("post", models.CharField(max_length=200)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("joint-chair", "Joint chair"),
                            ("chair", "Chair"),
                            ("deputy-chair", "Deputy chair"),
                            ("member", "Member"),
                            ("operations", "Operations"),
                            ("scrutineer", "Scrutineer"),
                        ],
                        default="member",
                        max_length=20,
                    ),
                ),
                ("order", models.PositiveIntegerField(default=0)),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="accounts.agency",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="partnership.body",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)),
                        fields=("body", "agency", "post"),
                        name="seat_of_a_post_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on__isnull", True),
                            ("ends_on__isnull", True),
                            (
                                "ends_on__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("starts_on"),
                                    "-",
                                    models.Value(1, output_field=models.IntegerField()),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="seat_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonnelChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("last_day", models.DateField(blank=True, null=True)),
                ("successor_name", models.CharField(blank=True, max_length=200)),
                ("successor_email", models.EmailField(blank=True, max_length=254)),
                ("from_day", models.DateField(blank=True, null=True)),
                ("notified_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("confirmed", "Confirmed"), ("declined", "Not followed")],
                        max_length=20,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "leaver",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "notified_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="partnership.seat",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""),
                                ("answered_at__isnull", True),
                                ("answered_by__isnull", True),
                            ),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="personnel_change_answered_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_day__isnull", False),
                            ("from_day__isnull", False),
                            _connector="OR",
                        ),
                        name="personnel_change_changes_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invited",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_deputy", models.BooleanField(default=False)),
                ("invited_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("attending", "Attending"),
                            ("apologies", "Apologies"),
                            ("deputy", "Sends a deputy"),
                        ],
                        max_length=20,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.agendaitem",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invited",
                        to="partnership.meeting",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.seat",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["deputy"], name="invited_deputy")],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "user"), name="invited_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""),
                                ("answered_at__isnull", True),
                                ("answered_by__isnull", True),
                            ),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="invited_answered_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", "deputy"),
                                ("deputy__isnull", False),
                                ("is_deputy", False),
                                ("seat__isnull", False),
                                models.Q(("deputy", models.F("user")), _negated=True),
                            ),
                            models.Q(
                                models.Q(("answer", "deputy"), _negated=True),
                                ("deputy__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="invited_sends_a_deputy",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("item__isnull", True),
                            models.Q(("is_deputy", False), ("seat__isnull", True)),
                            _connector="OR",
                        ),
                        name="invited_guest_of_an_item",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_deputy", False), ("seat__isnull", False), _connector="OR"
                        ),
                        name="invited_deputy_has_a_seat",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("present", "Present"),
                            ("deputy", "A deputy was present"),
                            ("apologies", "Apologies"),
                            ("absent", "Absent"),
                        ],
                        max_length=20,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance",
                        to="partnership.meeting",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance",
                        to="partnership.seat",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "seat"), name="attendance_of_a_seat_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("present", "deputy"))),
                        fields=("meeting", "user"),
                        name="attendance_of_a_person_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("present", "deputy")), _negated=True),
                            ("user__isnull", False),
                            _connector="OR",
                        ),
                        name="attendance_is_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("seat__isnull", False),
                            models.Q(("state", "present"), ("user__isnull", False)),
                            _connector="OR",
                        ),
                        name="attendance_of_a_guest",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Signing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("signed_at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signings",
                        to="partnership.agreement",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "user"), name="agreement_signed_once"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signing",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5c898be29dc04484178a048047b5d8fa919cd998",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d8d54",
                    table="partnership_signing",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signing",
            trigger=pgtrigger.compiler.Trigger(
                name="never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are only ever added: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';",
                    hash="fbe96c056bbf986717ae09f3a1a9bba00468c70b",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_emptied_e7edb",
                    table="partnership_signing",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Spend",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("spent_on", models.DateField()),
                ("what", models.CharField(max_length=200)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=10)),
                ("recorded_at", models.DateTimeField()),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="spends",
                        to="partnership.budget",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True),
                        name="spend_is_not_nothing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StageClock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agency",
                    ),
                ),
                (
                    "clock",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stage_clock",
                        to="clocks.clock",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clocks",
                        to="partnership.escalationstage",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("stage", "agency"), name="stage_clock_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="StandingItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                (
                    "purpose",
                    models.CharField(
                        choices=[("decide", "Decide"), ("discuss", "Discuss"), ("note", "Note")],
                        max_length=20,
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="minutes allotted"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standing_items",
                        to="partnership.body",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("body", "order"),
                        name="standing_item_order_once",
                    ),
                    models.UniqueConstraint(fields=("body", "title"), name="standing_item_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Terms",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField(max_length=20000)),
                ("adopted_on", models.DateField()),
                (
                    "adopted_at",
                    models.CharField(max_length=200, verbose_name="where it was adopted"),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="partnership.body",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("body", "number"), name="terms_edition_once"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="terms_counted_from_one"
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="terms",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0dc044791a70690ea1b8d6abd1bdb7c21064a6be",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0ab6d",
                    table="partnership_terms",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="terms",
            trigger=pgtrigger.compiler.Trigger(
                name="never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are only ever added: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';",
                    hash="446c71084a64600c83e017851fc8c6994ceadb3f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_emptied_eae5f",
                    table="partnership_terms",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="TimetableRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.CharField(max_length=20)),
                ("on", models.DateField()),
                ("starts_at", models.TimeField(blank=True, null=True)),
                ("ends_at", models.TimeField(blank=True, null=True)),
                ("title", models.CharField(max_length=200)),
                ("cycle", models.CharField(blank=True, max_length=200)),
                ("stage", models.CharField(blank=True, max_length=100)),
                ("order", models.PositiveIntegerField(default=0)),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="timetable",
                        to="partnership.body",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("on", "starts_at", "title", "body", "cycle"),
                        name="timetable_row_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True),
                            models.Q(
                                ("ends_at__gt", models.F("starts_at")), ("starts_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="timetable_row_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrainingActivity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("activity", models.CharField(max_length=200, unique=True)),
                ("audience_level", models.PositiveSmallIntegerField()),
                ("cadence", models.CharField(blank=True, max_length=100)),
                ("recommendation", models.CharField(blank=True, max_length=300)),
                ("order", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("audience_level__gte", 1), ("audience_level__lte", 4)),
                        name="training_level_1_to_4",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionUpdate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("progress", "Progress"),
                            ("done", "Said to be done"),
                            ("accepted", "Accepted"),
                            ("returned", "Returned: not yet done"),
                            ("reopened", "Opened again"),
                            ("reassigned", "Given to somebody else"),
                            ("due-moved", "Due day changed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=20,
                    ),
                ),
                ("text", models.TextField(max_length=5000)),
                ("link", models.CharField(blank=True, max_length=500)),
                ("due_was", models.DateField(blank=True, null=True)),
                ("due_now", models.DateField(blank=True, null=True)),
                ("holder_was", models.CharField(blank=True, max_length=250)),
                ("holder_now", models.CharField(blank=True, max_length=250)),
                ("at", models.DateTimeField()),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="updates",
                        to="partnership.action",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "upload",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="action_update",
                        to="documents.upload",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["action", "at"], name="action_update_by_time")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("link", ""),
                            ("link__startswith", "https://"),
                            ("link__startswith", "/"),
                            _connector="OR",
                        ),
                        name="action_update_link_is_https",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="action_update_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("due_now__isnull", False),
                                ("due_was__isnull", False),
                                ("kind__in", ("due-moved", "reopened")),
                            ),
                            models.Q(
                                models.Q(("kind__in", ("due-moved", "reopened")), _negated=True),
                                ("due_now__isnull", True),
                                ("due_was__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="action_update_says_both_days",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actionupdate",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="718ec4e9b3bafdb46094be01efec4343a4b56426",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_31536",
                    table="partnership_actionupdate",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actionupdate",
            trigger=pgtrigger.compiler.Trigger(
                name="never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'rows of % are only ever added: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';",
                    hash="972a6095d44ec65f2c392b5d75b1620d0f555937",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_emptied_d74cb",
                    table="partnership_actionupdate",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="request",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decision",
                to="partnership.decisionrequest",
            ),
        ),
        migrations.AddField(
            model_name="challenge",
            name="question",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="challenges",
                to="partnership.keyquestion",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="meeting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="partnership.meeting",
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="partnership.meeting",
            ),
        ),
        migrations.AddField(
            model_name="itemminute",
            name="minutes",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="of_items",
                to="partnership.minutes",
            ),
        ),
        migrations.AddField(
            model_name="decisionrequest",
            name="priority",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="requests",
                to="partnership.priority",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="priority",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="partnership.priority",
            ),
        ),
        migrations.AddField(
            model_name="action",
            name="priority",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="actions",
                to="partnership.priority",
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="proposal",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="item",
                to="partnership.proposal",
            ),
        ),
        migrations.AddField(
            model_name="holding",
            name="seat",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="holdings",
                to="partnership.seat",
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="standing_item",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="partnership.standingitem",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="row",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="meeting",
                to="partnership.timetablerow",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="itemminute",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partnership_itemminuteevent" ("edited_at", "edited_by_id", "id", "item_id", "minutes_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "version") VALUES (NEW."edited_at", NEW."edited_by_id", NEW."id", NEW."item_id", NEW."minutes_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."text", NEW."version"); RETURN NULL;',
                    hash="f99d1028ca1347a799080ededcb403379792ca81",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2a92f",
                    table="partnership_itemminute",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="itemminute",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "partnership_itemminuteevent" ("edited_at", "edited_by_id", "id", "item_id", "minutes_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "version") VALUES (NEW."edited_at", NEW."edited_by_id", NEW."id", NEW."item_id", NEW."minutes_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."text", NEW."version"); RETURN NULL;',
                    hash="0eba174ffd809ce0f9258096e06809eada6b7146",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4f24b",
                    table="partnership_itemminute",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="decisionrequest",
            index=models.Index(fields=["body", "-requested_at"], name="decision_request_by_body"),
        ),
        migrations.AddIndex(
            model_name="decisionrequest",
            index=models.Index(
                condition=models.Q(("source_reference", ""), _negated=True),
                fields=["source_kind", "source_reference"],
                name="decision_request_by_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="decisionrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at__isnull", True), ("closed_by__isnull", True), ("status", "open")
                    ),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("closed_by__isnull", True),
                        ("status", "lapsed"),
                    ),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("closed_by__isnull", False),
                        ("status__in", ("agreed", "refused", "withdrawn")),
                    ),
                    _connector="OR",
                ),
                name="decision_request_closed_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="decisionrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_because__gt", ""), ("status", "withdrawn")),
                    models.Q(
                        models.Q(("status", "withdrawn"), _negated=True), ("closed_because", "")
                    ),
                    _connector="OR",
                ),
                name="decision_request_withdrawn_with_a_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["body", "-decided_on"], name="decision_by_body"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("item__isnull", False),
                        ("meeting__isnull", False),
                        ("request__isnull", True),
                    ),
                    models.Q(
                        ("item__isnull", True),
                        ("meeting__isnull", True),
                        ("request__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="decision_of_a_meeting_or_a_request",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="decision_withdrawn_by_somebody",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partnership_decisionevent" ("agreed", "body_id", "decided_on", "dissent", "form_token", "id", "is_recommendation", "item_id", "meeting_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority_id", "quorum", "reasons", "recorded_at", "recorded_by_id", "reference", "request_id", "text", "version", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."agreed", NEW."body_id", NEW."decided_on", NEW."dissent", NEW."form_token", NEW."id", NEW."is_recommendation", NEW."item_id", NEW."meeting_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."priority_id", NEW."quorum", NEW."reasons", NEW."recorded_at", NEW."recorded_by_id", NEW."reference", NEW."request_id", NEW."text", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                    hash="8298c0de223882f2cdfb332a665f2fee122f2b3e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_25396",
                    table="partnership_decision",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "partnership_decisionevent" ("agreed", "body_id", "decided_on", "dissent", "form_token", "id", "is_recommendation", "item_id", "meeting_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority_id", "quorum", "reasons", "recorded_at", "recorded_by_id", "reference", "request_id", "text", "version", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."agreed", NEW."body_id", NEW."decided_on", NEW."dissent", NEW."form_token", NEW."id", NEW."is_recommendation", NEW."item_id", NEW."meeting_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."priority_id", NEW."quorum", NEW."reasons", NEW."recorded_at", NEW."recorded_by_id", NEW."reference", NEW."request_id", NEW."text", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                    hash="184b388c703b7200678df1dd7f7c18b59b9a0364",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fa533",
                    table="partnership_decision",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(fields=["due_on", "id"], name="action_by_due"),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(
                condition=models.Q(("status__in", ("open", "done"))),
                fields=["due_on", "id"],
                name="action_unfinished_by_due",
            ),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(fields=["body", "status", "due_on"], name="action_by_body"),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(
                fields=["holder", "status", "due_on", "id"], name="action_by_person"
            ),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(
                fields=["holder_agency", "holder_role", "status", "due_on", "id"],
                name="action_by_role",
            ),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(fields=["agency", "status", "due_on"], name="action_by_agency"),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("holder__isnull", False),
                        ("holder_agency__isnull", True),
                        ("holder_role", ""),
                    ),
                    models.Q(
                        ("holder__isnull", True),
                        ("holder_agency__isnull", False),
                        models.Q(("holder_role", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="action_has_a_holder",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("done_at__isnull", True), ("done_by__isnull", True), ("status", "open")
                    ),
                    models.Q(
                        ("done_at__isnull", False),
                        ("done_by__isnull", False),
                        ("status__in", ("done", "closed")),
                    ),
                    ("status", "withdrawn"),
                    _connector="OR",
                ),
                name="action_done_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at__isnull", True),
                        ("closed_by__isnull", True),
                        ("status__in", ("open", "done")),
                    ),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("closed_by__isnull", False),
                        ("status__in", ("closed", "withdrawn")),
                    ),
                    _connector="OR",
                ),
                name="action_closed_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "closed"), _negated=True),
                    models.Q(("closed_by", models.F("done_by")), _negated=True),
                    _connector="OR",
                ),
                name="action_accepted_by_another",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="action",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partnership_actionevent" ("agency_id", "body_id", "clock_id", "closed_at", "closed_by_id", "decision_id", "done_at", "done_by_id", "due_on", "evidence_required", "held_since", "holder_agency_id", "holder_id", "holder_left_at", "holder_role", "id", "item_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority_id", "raised_at", "raised_by_id", "reference", "source_kind", "source_reference", "source_url", "status", "what") VALUES (NEW."agency_id", NEW."body_id", NEW."clock_id", NEW."closed_at", NEW."closed_by_id", NEW."decision_id", NEW."done_at", NEW."done_by_id", NEW."due_on", NEW."evidence_required", NEW."held_since", NEW."holder_agency_id", NEW."holder_id", NEW."holder_left_at", NEW."holder_role", NEW."id", NEW."item_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."priority_id", NEW."raised_at", NEW."raised_by_id", NEW."reference", NEW."source_kind", NEW."source_reference", NEW."source_url", NEW."status", NEW."what"); RETURN NULL;',
                    hash="ceed2ec350dd3115378d59eed799551044fe6fff",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_cb957",
                    table="partnership_action",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="action",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "partnership_actionevent" ("agency_id", "body_id", "clock_id", "closed_at", "closed_by_id", "decision_id", "done_at", "done_by_id", "due_on", "evidence_required", "held_since", "holder_agency_id", "holder_id", "holder_left_at", "holder_role", "id", "item_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority_id", "raised_at", "raised_by_id", "reference", "source_kind", "source_reference", "source_url", "status", "what") VALUES (NEW."agency_id", NEW."body_id", NEW."clock_id", NEW."closed_at", NEW."closed_by_id", NEW."decision_id", NEW."done_at", NEW."done_by_id", NEW."due_on", NEW."evidence_required", NEW."held_since", NEW."holder_agency_id", NEW."holder_id", NEW."holder_left_at", NEW."holder_role", NEW."id", NEW."item_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."priority_id", NEW."raised_at", NEW."raised_by_id", NEW."reference", NEW."source_kind", NEW."source_reference", NEW."source_url", NEW."status", NEW."what"); RETURN NULL;',
                    hash="aed7c7639f49bb1cd77651599d94721c2d170b4d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_19882",
                    table="partnership_action",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="holding",
            index=models.Index(fields=["user", "starts_on"], name="partnership_user_id_96ce7d_idx"),
        ),
        migrations.AddConstraint(
            model_name="holding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__isnull", True),
                    (
                        "ends_on__gte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("starts_on"),
                            "-",
                            models.Value(1, output_field=models.IntegerField()),
                        ),
                    ),
                    _connector="OR",
                ),
                name="holding_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="holding",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("is_deputy", False)),
                expressions=[
                    ("seat", "="),
                    (
                        models.Func(
                            models.F("starts_on"),
                            django.db.models.expressions.CombinedExpression(
                                models.F("ends_on"),
                                "+",
                                models.Value(1, output_field=models.IntegerField()),
                            ),
                            models.Value("[)"),
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="seat_held_by_one_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="holding",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("seat", "="),
                    ("user", "="),
                    (
                        models.Func(
                            models.F("starts_on"),
                            django.db.models.expressions.CombinedExpression(
                                models.F("ends_on"),
                                "+",
                                models.Value(1, output_field=models.IntegerField()),
                            ),
                            models.Value("[)"),
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="seat_held_once_by_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("meeting", "order"),
                name="agenda_item_order_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="agenda_item_withdrawn_by_somebody",
            ),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(fields=["starts_at", "id"], name="meeting_by_day"),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reference", ""), _negated=True),
                fields=("reference",),
                name="meeting_reference_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                name="meeting_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("link", ""), ("link__startswith", "https://"), _connector="OR"),
                name="meeting_link_is_https",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("around__isnull", True), ("offset_days__isnull", True)),
                    models.Q(
                        ("around__isnull", False),
                        ("offset_days__isnull", False),
                        models.Q(("around", models.F("id")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="meeting_hangs_by_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("proposed_by__isnull", False), ("row__isnull", False), _connector="OR"
                ),
                name="meeting_proposed_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("confirmed_at__isnull", True),
                        ("confirmed_by__isnull", True),
                        ("reference", ""),
                        ("status", "proposed"),
                    ),
                    models.Q(
                        models.Q(("status", "proposed"), _negated=True),
                        models.Q(("reference", ""), _negated=True),
                        ("confirmed_at__isnull", False),
                        models.Q(
                            ("confirmed_by__isnull", False), ("row__isnull", False), _connector="OR"
                        ),
                    ),
                    _connector="OR",
                ),
                name="meeting_confirmed_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("held_at__isnull", False), ("status", "held")),
                    models.Q(
                        models.Q(("status", "held"), _negated=True),
                        ("held_at__isnull", True),
                        ("held_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="meeting_held_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("edition", 0), ("published_at__isnull", True)),
                    models.Q(("edition__gte", 1), ("published_at__isnull", False)),
                    _connector="OR",
                ),
                name="meeting_agenda_published",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("cancelled_at__isnull", False),
                        ("cancelled_by__isnull", False),
                        ("status", "cancelled"),
                        models.Q(("cancelled_because", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("status", "cancelled"), _negated=True),
                        ("cancelled_at__isnull", True),
                        ("cancelled_because", ""),
                        ("cancelled_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="meeting_cancelled_by_somebody",
            ),
        ),
    ]
