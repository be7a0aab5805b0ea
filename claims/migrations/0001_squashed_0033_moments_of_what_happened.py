"""The whole database at once, where there is none yet: what the migrations up to 0033 come to."""

import datetime

import django.contrib.auth.validators
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.operations.base import Operation

import claims.models.accounts
import claims.models.clock
import claims.models.transactions
import claims.models.verdicts
from claims.migrations.sql import cache, marks, search, similar, tallies

# The scale that a newsroom starts with.
SCALE = [
    {
        "label": "True",
        "number": 4,
        "definition": "The evidence supports the statement, and nothing important is missing.",
        "tone": "positive",
        "needs_primary": 1,
    },
    {
        "label": "Mostly true",
        "number": 3,
        "definition": "Right in substance; a detail is wrong or missing.",
        "tone": "positive",
    },
    {
        "label": "Misleading",
        "definition": "Each word may be right, but the impression that it leaves is wrong.",
        "tone": "mixed",
    },
    {
        "label": "Mostly false",
        "number": 2,
        "definition": "A part is right; the substance is not.",
        "tone": "negative",
    },
    {
        "label": "False",
        "number": 1,
        "definition": "The evidence refutes the statement.",
        "tone": "negative",
        "needs_primary": 1,
    },
    {
        "label": "Unproven",
        "definition": "The evidence that can be had neither supports nor refutes it.",
        "needs_search_log": True,
        "needs_sources": 0,
        "needs_excerpts": False,
    },
    {
        "label": "Attribution confirmed",
        "definition": "The person named said so. Whether it is true is not judged here.",
    },
]


class CreateAtOnce(Operation):
    """Create models that may refer to each other.

    One by one, each would have Django render anew all that are there: most of the time that this
    migration takes.
    """

    def __init__(self, operations):
        self.operations = operations

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return "Create all models"


def start(apps, schema_editor):
    verdict = apps.get_model("claims", "Verdict")
    verdict.objects.bulk_create(
        verdict(position=position, **rules) for position, rules in enumerate(SCALE, 1)
    )
    apps.get_model("claims", "Newsroom").objects.create(pk=1)


class Migration(migrations.Migration):
    replaces = [
        ("claims", "0001_initial"),
        ("claims", "0002_cache_table"),
        ("claims", "0003_verdict_scale"),
        ("claims", "0004_keys_of_forms"),
        ("claims", "0005_indexes_of_lists"),
        ("claims", "0006_trusted_reviews"),
        ("claims", "0007_rules_of_the_scale"),
        ("claims", "0008_mentions_that_wait"),
        ("claims", "0009_bulk_changes_know_their_list"),
        ("claims", "0010_derived_columns"),
        ("claims", "0011_topics"),
        ("claims", "0012_indexes_of_orders"),
        ("claims", "0013_tallies"),
        ("claims", "0014_indexes_of_dashboards"),
        ("claims", "0015_api_tokens"),
        ("claims", "0016_transactions_of_events"),
        ("claims", "0017_search"),
        ("claims", "0018_saved_views"),
        ("claims", "0019_words_hold_no_row"),
        ("claims", "0020_indexes_of_queues"),
        ("claims", "0021_stale_signers"),
        ("claims", "0022_marks"),
        ("claims", "0023_passages_of_long_turns"),
        ("claims", "0024_indexes_of_filters"),
        ("claims", "0025_search_costs"),
        ("claims", "0026_originals_and_times"),
        ("claims", "0027_sentences_and_fetches"),
        ("claims", "0028_recordings_and_times_of_claims"),
        ("claims", "0029_people_merged"),
        ("claims", "0030_imports_of_sheets"),
        ("claims", "0031_said_before"),
        ("claims", "0032_sentences_on_boards"),
        ("claims", "0033_moments_of_what_happened"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        CreateAtOnce(
            [
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        (
                            "last_login",
                            models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                        ),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        (
                            "username",
                            models.CharField(
                                error_messages={
                                    "unique": "A user with that username already exists."
                                },
                                help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                                max_length=150,
                                unique=True,
                                validators=[
                                    django.contrib.auth.validators.UnicodeUsernameValidator()
                                ],
                                verbose_name="username",
                            ),
                        ),
                        (
                            "is_staff",
                            models.BooleanField(
                                default=False,
                                help_text="Designates whether the user can log into this admin site.",
                                verbose_name="staff status",
                            ),
                        ),
                        (
                            "is_active",
                            models.BooleanField(
                                default=True,
                                help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                                verbose_name="active",
                            ),
                        ),
                        (
                            "date_joined",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="date joined"
                            ),
                        ),
                        (
                            "name",
                            models.CharField(blank=True, max_length=120, verbose_name="full name"),
                        ),
                        ("email", models.EmailField(max_length=254, verbose_name="email address")),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("viewer", "Viewer"),
                                    ("reviewer", "Reviewer"),
                                    ("editor", "Editor"),
                                    ("admin", "Admin"),
                                ],
                                default="viewer",
                                max_length=10,
                            ),
                        ),
                        (
                            "groups",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                        (
                            "user_permissions",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Specific permissions for this user.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.permission",
                                verbose_name="user permissions",
                            ),
                        ),
                        (
                            "digest",
                            models.BooleanField(
                                default=True,
                                help_text="At most one mail a day.",
                                verbose_name="mail me what I have not read",
                            ),
                        ),
                        (
                            "claim_columns",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20),
                                blank=True,
                                default=list,
                                help_text="Of lists of claims; none are the usual ones.",
                            ),
                        ),
                        (
                            "default_view",
                            models.ForeignKey(
                                help_text="What “Claims” leads to.",
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="claims.savedview",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("role__in", ["viewer", "reviewer", "editor", "admin"])
                                ),
                                name="user_role_known",
                            ),
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("email"),
                                name="user_email_unique",
                                violation_error_message="Somebody already uses this address.",
                            ),
                        ],
                    },
                    managers=[
                        ("objects", claims.models.accounts.Users()),
                    ],
                ),
                migrations.CreateModel(
                    name="Verdict",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("label", models.CharField(max_length=60)),
                        ("definition", models.TextField()),
                        ("position", models.PositiveIntegerField()),
                        (
                            "number",
                            models.SmallIntegerField(
                                blank=True,
                                help_text="Only where verdicts are ordered: higher is truer.",
                                null=True,
                            ),
                        ),
                        (
                            "key",
                            models.UUIDField(
                                help_text="Given by the form, so that a repeated post makes no second row.",
                                null=True,
                                unique=True,
                            ),
                        ),
                        (
                            "needs_answers",
                            models.BooleanField(
                                default=True, verbose_name="contradicting evidence addressed"
                            ),
                        ),
                        (
                            "needs_excerpts",
                            models.BooleanField(
                                default=True, verbose_name="excerpt and place of each source"
                            ),
                        ),
                        (
                            "needs_primary",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="primary sources"
                            ),
                        ),
                        (
                            "needs_publishers",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="independent publishers"
                            ),
                        ),
                        (
                            "needs_search_log",
                            models.BooleanField(
                                default=False, verbose_name="a log of what was searched"
                            ),
                        ),
                        (
                            "needs_sources",
                            models.PositiveSmallIntegerField(default=1, verbose_name="sources"),
                        ),
                        (
                            "replaced_by",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaces",
                                to="claims.verdict",
                            ),
                        ),
                        ("retired_at", models.DateTimeField(null=True)),
                        (
                            "tone",
                            models.CharField(
                                choices=[
                                    ("positive", "The statement holds"),
                                    ("mixed", "Partly"),
                                    ("negative", "The statement does not hold"),
                                    ("neutral", "Neither"),
                                ],
                                default="neutral",
                                max_length=10,
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "written_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("replaced_by", None), ("retired_at", None)),
                                fields=("label",),
                                name="verdict_label_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("tone__in", ["positive", "mixed", "negative", "neutral"])
                                ),
                                name="verdict_tone_known",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="wording_is_kept",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='RAISE EXCEPTION \'pgtrigger: Cannot update of "label", "definition", "number" rows from % table\', TG_TABLE_NAME;',
                                    hash="5dddc70c6fe85e9f04b3d334904fc52e45bf45f3",
                                    operation='UPDATE OF "label", "definition", "number"',
                                    pgid="pgtrigger_wording_is_kept_80cb6",
                                    table="claims_verdict",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Document",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64, unique=True)),
                        ("media_type", models.CharField(max_length=100)),
                        ("size", models.PositiveBigIntegerField(help_text="Bytes.")),
                        (
                            "name",
                            models.CharField(
                                help_text="The file's name when it came.", max_length=255
                            ),
                        ),
                        ("file", models.FileField(max_length=200, upload_to="")),
                        ("added_at", models.DateTimeField(default=claims.models.clock.now)),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="written_once",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="3d9d0619aa8a0a98c0ab3c0d85e479a84fb88d44",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_written_once_31738",
                                    table="claims_document",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'Rows of % are never removed.', TG_TABLE_NAME;",
                                    hash="66b827e4c484addfe78ab80189fe37511fc6b306",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_a2702",
                                    table="claims_document",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Interview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("slug", models.SlugField(max_length=80, unique=True)),
                        ("outlet", models.CharField(blank=True, max_length=120)),
                        ("programme", models.CharField(blank=True, max_length=120)),
                        (
                            "published_on",
                            models.DateField(blank=True, null=True, verbose_name="published"),
                        ),
                        (
                            "url",
                            models.URLField(blank=True, max_length=2000, verbose_name="address"),
                        ),
                        ("language", models.CharField(default="en", max_length=12)),
                        ("created_at", models.DateTimeField(default=claims.models.clock.now)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "key",
                            models.UUIDField(
                                help_text="Given by the form, so that a repeated post makes no second row.",
                                null=True,
                                unique=True,
                            ),
                        ),
                        (
                            "blind",
                            models.BooleanField(
                                default=False,
                                help_text="The second person chooses a verdict before seeing the first one.",
                                verbose_name="blind second verdict",
                            ),
                        ),
                        (
                            "recording",
                            models.ForeignKey(
                                db_index=False,
                                help_text="The file that it can be heard in.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="claims.document",
                            ),
                        ),
                        (
                            "recording_url",
                            models.CharField(
                                blank=True,
                                help_text="A file of sound or video, elsewhere, that it can be heard in.",
                                max_length=2000,
                                verbose_name="address of the recording",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["-created_at", "-id"], name="interview_newest"),
                            models.Index(
                                django.db.models.functions.text.Upper("title"),
                                models.F("id"),
                                name="interview_by_title",
                            ),
                            models.Index(fields=["language"], name="interview_language"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True),
                                name="interview_has_a_title",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("recording", None), ("recording_url", ""), _connector="OR"
                                ),
                                name="interview_has_one_recording",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="searched",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="PERFORM search_index_interview(ARRAY[NEW.id]); RETURN NULL;",
                                    hash="d16bd96e5f81a373582ae042e225ecce1152b4d4",
                                    operation="INSERT",
                                    pgid="pgtrigger_searched_6d0d0",
                                    table="claims_interview",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="searched_anew",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."blind" IS DISTINCT FROM (NEW."blind") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."outlet" IS DISTINCT FROM (NEW."outlet") OR OLD."programme" IS DISTINCT FROM (NEW."programme") OR OLD."title" IS DISTINCT FROM (NEW."title"))',
                                    func="\n    PERFORM search_index_interview(ARRAY[NEW.id]);\n    IF (OLD.language, OLD.blind) IS DISTINCT FROM (NEW.language, NEW.blind) THEN\n        PERFORM 1 FROM claims_claim WHERE interview_id = NEW.id ORDER BY id FOR SHARE;\n        PERFORM search_index_claim(\n            ARRAY(SELECT id FROM claims_claim WHERE interview_id = NEW.id ORDER BY id));\n    END IF;\n    IF OLD.language IS DISTINCT FROM NEW.language THEN\n        PERFORM search_index_evidence(ARRAY(\n            SELECT e.id FROM claims_evidence AS e JOIN claims_claim AS c ON c.id = e.claim_id\n            WHERE c.interview_id = NEW.id ORDER BY e.id));\n        PERFORM search_index_passages(ARRAY(\n            SELECT t.id FROM claims_transcriptversion AS t\n            WHERE t.interview_id = NEW.id ORDER BY t.number DESC LIMIT 1));\n    END IF;\n RETURN NULL;",
                                    hash="53aaec4916c9de62b99fee9ad4a667115e47a67f",
                                    operation="UPDATE",
                                    pgid="pgtrigger_searched_anew_b83f5",
                                    table="claims_interview",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Invitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("email", models.EmailField(max_length=254)),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("viewer", "Viewer"),
                                    ("reviewer", "Reviewer"),
                                    ("editor", "Editor"),
                                    ("admin", "Admin"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("token_hash", models.CharField(max_length=64, unique=True)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("expires_at", models.DateTimeField(default=claims.models.accounts.expiry)),
                        ("accepted_at", models.DateTimeField(null=True)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        (
                            "accepted_by",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invitation",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "invited_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invitations",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("role__in", ["viewer", "reviewer", "editor", "admin"])
                                ),
                                name="invitation_role_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("accepted_at", None), ("accepted_by", None)),
                                    models.Q(
                                        ("accepted_at__isnull", False),
                                        ("accepted_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="invitation_acceptance_is_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Person",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("description", models.CharField(blank=True, max_length=300)),
                        (
                            "same_as",
                            models.URLField(
                                blank=True,
                                help_text="An address that says who this is.",
                                max_length=500,
                                verbose_name="same as",
                            ),
                        ),
                        (
                            "identity",
                            models.ForeignKey(
                                editable=False,
                                help_text="Who that is, following all merges. Kept by a trigger, and never written here.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="spellings",
                                to="claims.person",
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                help_text="Whom it was found to be the same as.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged",
                                to="claims.person",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "verbose_name_plural": "people",
                        "ordering": ["name", "pk"],
                        "indexes": [
                            models.Index(fields=["name", "id"], name="person_by_name"),
                            models.Index(
                                django.db.models.functions.text.Upper("name"),
                                models.F("id"),
                                name="person_name",
                            ),
                            models.Index(
                                django.db.models.functions.text.Upper("name"),
                                models.F("id"),
                                condition=models.Q(("merged_into", None)),
                                name="person_whole",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True),
                                name="person_has_a_name",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("identity", None), ("merged_into", None)),
                                    models.Q(
                                        ("identity__isnull", False), ("merged_into__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="person_merged_is_identified",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="searched",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="PERFORM search_index_person(ARRAY[NEW.id]); RETURN NULL;",
                                    hash="ad24aa928314721c150b5e8cec4525d416aa16d7",
                                    operation="INSERT",
                                    pgid="pgtrigger_searched_49ecf",
                                    table="claims_person",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="searched_anew",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."name" IS DISTINCT FROM (NEW."name"))',
                                    func="\n    PERFORM search_index_person(ARRAY[NEW.id, coalesce(NEW.identity_id, NEW.id)]);\n    IF OLD.name IS DISTINCT FROM NEW.name THEN\n        PERFORM 1 FROM claims_claim WHERE person_id = coalesce(NEW.identity_id, NEW.id)\n            AND (NEW.identity_id IS NULL OR speaker_id = NEW.id) ORDER BY id FOR SHARE;\n        PERFORM search_index_claim(ARRAY(\n            SELECT id FROM claims_claim WHERE person_id = coalesce(NEW.identity_id, NEW.id)\n                AND (NEW.identity_id IS NULL OR speaker_id = NEW.id) ORDER BY id));\n    END IF;\n RETURN NULL;",
                                    hash="efcf988322d84f8a1c4481d33d3054a3f40f145f",
                                    operation="UPDATE",
                                    pgid="pgtrigger_searched_anew_26846",
                                    table="claims_person",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="identified_first",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (NEW."merged_into_id" IS NOT NULL OR NEW."identity_id" IS NOT NULL)',
                                    func="\n    NEW.identity_id := (\n        SELECT coalesce(p.identity_id, p.id) FROM claims_person AS p WHERE p.id = NEW.merged_into_id\n    );\n    IF NEW.identity_id = NEW.id THEN\n        RAISE EXCEPTION 'Person % cannot become a spelling of itself.', NEW.id\n        USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                                    hash="e407e8ecc8d8d56a8364dade57a35fe70625ebf9",
                                    operation="INSERT",
                                    pgid="pgtrigger_identified_first_76035",
                                    table="claims_person",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="identified",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."identity_id" IS DISTINCT FROM (NEW."identity_id") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id"))',
                                    func="\n    NEW.identity_id := (\n        SELECT coalesce(p.identity_id, p.id) FROM claims_person AS p WHERE p.id = NEW.merged_into_id\n    );\n    IF NEW.identity_id = NEW.id THEN\n        RAISE EXCEPTION 'Person % cannot become a spelling of itself.', NEW.id\n        USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                                    hash="78c887d204fa34236829f74a0dbcea6920598099",
                                    operation="UPDATE",
                                    pgid="pgtrigger_identified_91a34",
                                    table="claims_person",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="identified_anew",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."identity_id" IS DISTINCT FROM (NEW."identity_id"))',
                                    func="\n    UPDATE claims_person SET identity_id = coalesce(NEW.identity_id, NEW.id)\n    WHERE merged_into_id = NEW.id;\n    PERFORM 1 FROM claims_claim\n    WHERE person_id = coalesce(OLD.identity_id, OLD.id) AND speaker_id = NEW.id\n    ORDER BY id FOR NO KEY UPDATE;\n    UPDATE claims_claim SET person_id = coalesce(NEW.identity_id, NEW.id)\n    WHERE person_id = coalesce(OLD.identity_id, OLD.id) AND speaker_id = NEW.id;\n    UPDATE claims_appearance SET person_id = coalesce(NEW.identity_id, NEW.id)\n    WHERE speaker_id = NEW.id;\n    PERFORM search_index_person(ARRAY[\n        NEW.id, coalesce(OLD.identity_id, OLD.id), coalesce(NEW.identity_id, NEW.id)\n    ]);\n    RETURN NULL;\n",
                                    hash="a7666f392a496c9991dd8cec6a2c30d09c0715b4",
                                    operation="UPDATE",
                                    pgid="pgtrigger_identified_anew_74ce0",
                                    table="claims_person",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Source",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("document", "Document"),
                                    ("person", "Person spoken to"),
                                    ("dataset", "Dataset"),
                                    ("court", "Court record"),
                                    ("recording", "Recording"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("title", models.CharField(max_length=300)),
                        (
                            "url",
                            models.CharField(blank=True, max_length=2000, verbose_name="address"),
                        ),
                        ("canonical_url", models.CharField(blank=True, max_length=2000)),
                        ("publisher", models.CharField(blank=True, max_length=200)),
                        ("author", models.CharField(blank=True, max_length=200)),
                        (
                            "published_on",
                            models.DateField(blank=True, null=True, verbose_name="published"),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="Case number, table, catalogue number.",
                                max_length=200,
                            ),
                        ),
                        (
                            "spoken_to",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="person spoken to"
                            ),
                        ),
                        (
                            "spoken_on",
                            models.DateField(blank=True, null=True, verbose_name="spoken to on"),
                        ),
                        (
                            "on_record",
                            models.BooleanField(
                                blank=True, null=True, verbose_name="on the record"
                            ),
                        ),
                        (
                            "primary",
                            models.BooleanField(
                                default=False,
                                help_text="Where it was first said, shown or recorded.",
                            ),
                        ),
                        ("added_at", models.DateTimeField(default=claims.models.clock.now)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sources",
                                to="claims.document",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["-added_at", "-id"], name="source_newest")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "web",
                                            "document",
                                            "person",
                                            "dataset",
                                            "court",
                                            "recording",
                                        ],
                                    )
                                ),
                                name="source_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True),
                                name="source_has_a_title",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("canonical_url", ""), _negated=True),
                                fields=("canonical_url",),
                                name="source_address_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("url", ""), ("url__regex", "^https?://"), _connector="OR"
                                ),
                                name="source_address_is_http",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "web"), _negated=True),
                                    models.Q(("canonical_url", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="source_web_page_has_an_address",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "person"), _negated=True),
                                    models.Q(
                                        models.Q(("spoken_to", ""), _negated=True),
                                        ("on_record__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="source_person_is_whole",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="counted_as_primary",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='\n    PERFORM 1 FROM claims_claim WHERE id IN (\n        SELECT e.claim_id FROM claims_evidence AS e\n        JOIN old_rows AS o ON o.id = e.source_id JOIN new_rows AS n ON n.id = e.source_id\n        WHERE e.withdrawn_at IS NULL AND n."primary" <> o."primary"\n    ) ORDER BY id FOR NO KEY UPDATE;\n    IF FOUND THEN\n        UPDATE claims_claim AS c SET primary_count = c.primary_count + d.primaries\n        FROM (\n            SELECT e.claim_id, sum(n."primary"::int - o."primary"::int) AS primaries\n            FROM claims_evidence AS e\n            JOIN old_rows AS o ON o.id = e.source_id JOIN new_rows AS n ON n.id = e.source_id\n            WHERE e.withdrawn_at IS NULL GROUP BY e.claim_id\n        ) AS d\n        WHERE c.id = d.claim_id AND d.primaries <> 0;\n    END IF;\n    RETURN NULL;\n',
                                    hash="bf63313e043dcdd86930352f2ca448e04041ff1e",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_counted_as_primary_e15e5",
                                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                                    table="claims_source",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="searched",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="PERFORM search_index_source(ARRAY[NEW.id]); RETURN NULL;",
                                    hash="cd4bb10664a64dcfea52cff85e08d64220537ff4",
                                    operation="INSERT",
                                    pgid="pgtrigger_searched_638c1",
                                    table="claims_source",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="searched_anew",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."author" IS DISTINCT FROM (NEW."author") OR OLD."publisher" IS DISTINCT FROM (NEW."publisher") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."spoken_to" IS DISTINCT FROM (NEW."spoken_to") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."url" IS DISTINCT FROM (NEW."url"))',
                                    func="PERFORM search_index_source(ARRAY[NEW.id]); RETURN NULL;",
                                    hash="206f6c96e87956626ae59a7db82975e762d260ca",
                                    operation="UPDATE",
                                    pgid="pgtrigger_searched_anew_b8d69",
                                    table="claims_source",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TranscriptVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("text", models.TextField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("format", models.CharField(max_length=20)),
                        (
                            "notes",
                            models.JSONField(default=list, help_text="What reading doubted."),
                        ),
                        ("created_at", models.DateTimeField(default=claims.models.clock.now)),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "interview",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="transcripts",
                                to="claims.interview",
                            ),
                        ),
                        (
                            "reason",
                            models.TextField(
                                blank=True, help_text="Why an earlier version was corrected."
                            ),
                        ),
                        (
                            "done",
                            models.JSONField(
                                default=list,
                                help_text="What reading did to the file, in sentences.",
                            ),
                        ),
                        (
                            "original",
                            models.ForeignKey(
                                help_text="The file that the text was read from.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="claims.document",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["interview", "-number"],
                        "indexes": [models.Index(fields=["sha256"], name="transcript_sha256")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("interview", "number"), name="transcript_number_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="transcript_has_text",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="written_once",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="d5bc874fa0392542efe37663cc0ee4a7ce501932",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_written_once_c2430",
                                    table="claims_transcriptversion",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'Rows of % are never removed.', TG_TABLE_NAME;",
                                    hash="c8f24bc1f3791da09048b7deb196f24a9ee06b5a",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_c37c8",
                                    table="claims_transcriptversion",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Quotation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("start", models.PositiveIntegerField()),
                        ("end", models.PositiveIntegerField()),
                        ("sure", models.BooleanField(default=True)),
                        (
                            "speaker",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="quotations",
                                to="claims.person",
                            ),
                        ),
                        (
                            "transcript",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="quotations",
                                to="claims.transcriptversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["transcript", "start"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("transcript", "start"), name="quotation_start_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("end__gt", models.F("start"))),
                                name="quotation_span_is_whole",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="appears",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n    PERFORM 1 FROM claims_person WHERE id IN (SELECT speaker_id FROM new_rows)\n    ORDER BY id FOR SHARE;\n    INSERT INTO claims_appearance (speaker_id, person_id, interview_id)\n    SELECT DISTINCT n.speaker_id, coalesce(p.identity_id, p.id), t.interview_id\n    FROM new_rows AS n JOIN claims_transcriptversion AS t ON t.id = n.transcript_id\n    JOIN claims_person AS p ON p.id = n.speaker_id\n    ORDER BY 1, 3 ON CONFLICT DO NOTHING;\n RETURN NULL;",
                                    hash="d059f13f75396785c672cb6fb6d5a6d23e1578ce",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_appears_307cd",
                                    referencing="REFERENCING NEW TABLE AS new_rows ",
                                    table="claims_quotation",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="appears_anew",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n    PERFORM 1 FROM claims_person WHERE id IN (SELECT speaker_id FROM new_rows)\n    ORDER BY id FOR SHARE;\n    INSERT INTO claims_appearance (speaker_id, person_id, interview_id)\n    SELECT DISTINCT n.speaker_id, coalesce(p.identity_id, p.id), t.interview_id\n    FROM new_rows AS n JOIN claims_transcriptversion AS t ON t.id = n.transcript_id\n    JOIN claims_person AS p ON p.id = n.speaker_id\n    ORDER BY 1, 3 ON CONFLICT DO NOTHING;\n\n    DELETE FROM claims_appearance AS a USING (\n        SELECT DISTINCT o.speaker_id, t.interview_id\n        FROM old_rows AS o JOIN claims_transcriptversion AS t ON t.id = o.transcript_id\n    ) AS o\n    WHERE a.speaker_id = o.speaker_id AND a.interview_id = o.interview_id AND NOT EXISTS (\n        SELECT 1 FROM claims_turn AS u JOIN claims_transcriptversion AS t ON t.id = u.transcript_id\n        WHERE t.interview_id = a.interview_id AND u.speaker_id = a.speaker_id\n    ) AND NOT EXISTS (\n        SELECT 1 FROM claims_quotation AS q\n        JOIN claims_transcriptversion AS t ON t.id = q.transcript_id\n        WHERE t.interview_id = a.interview_id AND q.speaker_id = a.speaker_id\n    );\n RETURN NULL;",
                                    hash="c4001a8cd90b69820ba1227febbb0b8dfc7065fb",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_appears_anew_827ce",
                                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                                    table="claims_quotation",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Turn",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("position", models.PositiveIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("speech", "Speech"),
                                    ("direction", "Stage direction"),
                                    ("paragraph", "Paragraph"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("start", models.PositiveIntegerField()),
                        ("end", models.PositiveIntegerField()),
                        ("starts_at_ms", models.PositiveIntegerField(null=True)),
                        (
                            "speaker",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="turns",
                                to="claims.person",
                            ),
                        ),
                        (
                            "transcript",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="turns",
                                to="claims.transcriptversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["transcript", "position"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("transcript", "position"), name="turn_position_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("end__gt", models.F("start"))),
                                name="turn_span_is_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["speech", "direction", "paragraph"])
                                ),
                                name="turn_kind_known",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="searched",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            PERFORM search_index_passages(\n                ARRAY(SELECT DISTINCT transcript_id FROM new_rows ORDER BY 1));\n            RETURN NULL;\n            ",
                                    hash="48b03a63f4b8fc568c8f8ad3efbe0880a43efda9",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_searched_bb8e6",
                                    referencing="REFERENCING NEW TABLE AS new_rows ",
                                    table="claims_turn",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="appears",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n    PERFORM 1 FROM claims_person WHERE id IN (SELECT speaker_id FROM new_rows)\n    ORDER BY id FOR SHARE;\n    INSERT INTO claims_appearance (speaker_id, person_id, interview_id)\n    SELECT DISTINCT n.speaker_id, coalesce(p.identity_id, p.id), t.interview_id\n    FROM new_rows AS n JOIN claims_transcriptversion AS t ON t.id = n.transcript_id\n    JOIN claims_person AS p ON p.id = n.speaker_id\n    ORDER BY 1, 3 ON CONFLICT DO NOTHING;\n RETURN NULL;",
                                    hash="f4978c6dc857c4cc11bccce4922dc3ed26932888",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_appears_d1171",
                                    referencing="REFERENCING NEW TABLE AS new_rows ",
                                    table="claims_turn",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="appears_anew",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n    PERFORM 1 FROM claims_person WHERE id IN (SELECT speaker_id FROM new_rows)\n    ORDER BY id FOR SHARE;\n    INSERT INTO claims_appearance (speaker_id, person_id, interview_id)\n    SELECT DISTINCT n.speaker_id, coalesce(p.identity_id, p.id), t.interview_id\n    FROM new_rows AS n JOIN claims_transcriptversion AS t ON t.id = n.transcript_id\n    JOIN claims_person AS p ON p.id = n.speaker_id\n    ORDER BY 1, 3 ON CONFLICT DO NOTHING;\n\n    DELETE FROM claims_appearance AS a USING (\n        SELECT DISTINCT o.speaker_id, t.interview_id\n        FROM old_rows AS o JOIN claims_transcriptversion AS t ON t.id = o.transcript_id\n    ) AS o\n    WHERE a.speaker_id = o.speaker_id AND a.interview_id = o.interview_id AND NOT EXISTS (\n        SELECT 1 FROM claims_turn AS u JOIN claims_transcriptversion AS t ON t.id = u.transcript_id\n        WHERE t.interview_id = a.interview_id AND u.speaker_id = a.speaker_id\n    ) AND NOT EXISTS (\n        SELECT 1 FROM claims_quotation AS q\n        JOIN claims_transcriptversion AS t ON t.id = q.transcript_id\n        WHERE t.interview_id = a.interview_id AND q.speaker_id = a.speaker_id\n    );\n RETURN NULL;",
                                    hash="fc47f0a125d48ef6135bc550f6c643c352ad1088",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_appears_anew_1735f",
                                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                                    table="claims_turn",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BulkChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "key",
                            models.UUIDField(
                                help_text="Given by the form, and its address.", unique=True
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("assign", "Assign"),
                                    ("due", "Set the due date"),
                                    ("priority", "Set the priority"),
                                    ("set_aside", "Set aside"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("value", models.CharField(blank=True, max_length=40)),
                        ("note", models.TextField(blank=True)),
                        ("asked", models.TextField(help_text="Which claims, in words.")),
                        ("at", models.DateTimeField(default=claims.models.clock.now)),
                        ("finished_at", models.DateTimeField(null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "query",
                            models.TextField(
                                blank=True,
                                help_text="The filters of the list that it was asked for in, as its address.",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["assign", "due", "priority", "set_aside"])
                                ),
                                name="bulk_kind_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Newsroom",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("sign_offs_needed", models.PositiveSmallIntegerField(default=1)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "time_zone",
                            models.CharField(
                                default=claims.models.verdicts.site_time_zone,
                                help_text="Whose days the database counts by.",
                                max_length=64,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("pk", 1)), name="newsroom_is_one"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("sign_offs_needed__range", (1, 3))),
                                name="newsroom_sign_offs_in_range",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Topic",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(max_length=80)),
                    ],
                    options={
                        "ordering": ["name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Upper("name"),
                                name="topic_name_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True),
                                name="topic_has_a_name",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Claim",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "start",
                            models.PositiveIntegerField(
                                help_text="Code points into the transcript.", null=True
                            ),
                        ),
                        ("end", models.PositiveIntegerField(null=True)),
                        ("quote", models.TextField()),
                        ("statement", models.TextField(blank=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("new", "New"),
                                    ("checking", "Checking"),
                                    ("awaiting_sign_off", "Awaiting sign-off"),
                                    ("changes_requested", "Changes requested"),
                                    ("disputed", "Disputed"),
                                    ("signed_off", "Signed off"),
                                    ("published", "Published"),
                                    ("set_aside", "Set aside"),
                                ],
                                default="new",
                                max_length=20,
                            ),
                        ),
                        ("rationale", models.TextField(blank=True)),
                        (
                            "priority",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Low"), (2, "Normal"), (3, "High"), (4, "Urgent")],
                                default=2,
                            ),
                        ),
                        ("due_on", models.DateField(null=True, verbose_name="due")),
                        ("captured_at", models.DateTimeField(default=claims.models.clock.now)),
                        ("status_since", models.DateTimeField(default=claims.models.clock.now)),
                        (
                            "finished_at",
                            models.DateTimeField(
                                help_text="When it was last signed off.", null=True
                            ),
                        ),
                        (
                            "set_aside_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("not_checkable", "Not checkable"),
                                    ("out_of_scope", "Out of scope"),
                                    ("duplicate", "Duplicate of another claim"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("content_hash", models.CharField(max_length=64)),
                        (
                            "version",
                            models.PositiveIntegerField(
                                default=0, help_text="The number of its newest event."
                            ),
                        ),
                        (
                            "assignee",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assigned_claims",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "captured_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "duplicate_of",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="duplicates",
                                to="claims.claim",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "interview",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claims",
                                to="claims.interview",
                            ),
                        ),
                        (
                            "speaker",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="claims.person",
                            ),
                        ),
                        (
                            "transcript",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claims",
                                to="claims.transcriptversion",
                            ),
                        ),
                        (
                            "verdict",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claims",
                                to="claims.verdict",
                            ),
                        ),
                        (
                            "key",
                            models.UUIDField(
                                help_text="Given by the form, so that a repeated post makes no second row.",
                                null=True,
                                unique=True,
                            ),
                        ),
                        (
                            "authors",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.IntegerField(),
                                default=list,
                                help_text="Who wrote its verdict or rationale since it was last new.",
                            ),
                        ),
                        (
                            "last_hash",
                            models.CharField(
                                blank=True, help_text="The hash of its newest event.", max_length=64
                            ),
                        ),
                        (
                            "needs_anchoring",
                            models.BooleanField(
                                default=False,
                                help_text="A correction of the transcript has lost its words.",
                            ),
                        ),
                        (
                            "second_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "second_verdict",
                            models.ForeignKey(
                                help_text="What the second person found, where it was not the same.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="claims.verdict",
                            ),
                        ),
                        (
                            "sign_offs_needed",
                            models.PositiveSmallIntegerField(
                                default=1, help_text="The newsroom's number when it was submitted."
                            ),
                        ),
                        (
                            "submission",
                            models.PositiveIntegerField(
                                default=0,
                                help_text="How often it was submitted: a sign-off is for one submission.",
                            ),
                        ),
                        (
                            "primary_count",
                            models.PositiveIntegerField(
                                default=0, help_text="Standing evidence from primary sources."
                            ),
                        ),
                        (
                            "sign_off_is_stale",
                            models.BooleanField(
                                default=False,
                                help_text="Signed for content or a place that it has no more.",
                            ),
                        ),
                        (
                            "source_count",
                            models.PositiveIntegerField(default=0, help_text="Standing evidence."),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claims",
                                to="claims.topic",
                            ),
                        ),
                        (
                            "stale_signers",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.IntegerField(),
                                default=list,
                                help_text="Whose sign-offs are stale.",
                            ),
                        ),
                        (
                            "heard_at_ms",
                            models.PositiveIntegerField(
                                help_text="When its quote begins in the recording.", null=True
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claims",
                                to="claims.person",
                            ),
                        ),
                        (
                            "repeat_of",
                            models.ForeignKey(
                                db_index=False,
                                help_text="The claim that says the same, elsewhere: both stay open.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="repeats",
                                to="claims.claim",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["interview", "start", "id"], name="claim_in_transcript"
                            ),
                            models.Index(fields=["-captured_at", "-id"], name="claim_newest"),
                            models.Index(fields=["status", "due_on"], name="claim_status_due"),
                            models.Index(
                                fields=["assignee", "status"], name="claim_assignee_status"
                            ),
                            models.Index(
                                condition=models.Q(("finished_at__isnull", False)),
                                fields=["finished_at"],
                                name="claim_finished",
                            ),
                            models.Index(
                                django.db.models.functions.comparison.Coalesce(
                                    "due_on", models.Value(datetime.date(9999, 12, 31))
                                ),
                                models.F("id"),
                                name="claim_soonest",
                            ),
                            models.Index(
                                django.db.models.functions.comparison.Coalesce(
                                    "due_on", models.Value(datetime.date(1, 1, 1))
                                ),
                                models.F("id"),
                                name="claim_last_due",
                            ),
                            models.Index(
                                models.OrderBy(models.F("priority"), descending=True),
                                django.db.models.functions.comparison.Coalesce(
                                    "due_on", models.Value(datetime.date(9999, 12, 31))
                                ),
                                models.F("id"),
                                name="claim_urgent",
                            ),
                            models.Index(
                                fields=["status", "-captured_at", "-id"], name="claim_status_newest"
                            ),
                            models.Index(fields=["status_since", "id"], name="claim_status_since"),
                            models.Index(
                                models.Case(
                                    models.When(status="new", then=models.Value(0)),
                                    models.When(status="checking", then=models.Value(1)),
                                    models.When(status="awaiting_sign_off", then=models.Value(2)),
                                    models.When(status="changes_requested", then=models.Value(3)),
                                    models.When(status="disputed", then=models.Value(4)),
                                    models.When(status="signed_off", then=models.Value(5)),
                                    models.When(status="published", then=models.Value(6)),
                                    models.When(status="set_aside", then=models.Value(7)),
                                    default=models.Value(8),
                                ),
                                models.OrderBy(models.F("captured_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="claim_by_status",
                            ),
                            models.Index(
                                models.F("interview"),
                                models.OrderBy(models.F("captured_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="claim_interview_newest",
                            ),
                            models.Index(
                                models.F("topic"),
                                models.OrderBy(models.F("captured_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="claim_topic_newest",
                            ),
                            models.Index(
                                models.F("verdict"),
                                models.OrderBy(models.F("captured_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="claim_verdict_newest",
                            ),
                            models.Index(
                                models.F("assignee"),
                                models.OrderBy(models.F("captured_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="claim_assignee_newest",
                            ),
                            models.Index(
                                models.F("priority"),
                                models.OrderBy(models.F("captured_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="claim_priority_newest",
                            ),
                            models.Index(
                                models.OrderBy(models.F("source_count"), descending=True),
                                models.OrderBy(models.F("captured_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="claim_most_sources",
                            ),
                            models.Index(
                                models.OrderBy(models.F("captured_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                condition=models.Q(
                                    ("source_count", 0),
                                    (
                                        "status__in",
                                        [
                                            "new",
                                            "checking",
                                            "awaiting_sign_off",
                                            "changes_requested",
                                            "disputed",
                                        ],
                                    ),
                                ),
                                name="claim_sourceless_newest",
                            ),
                            models.Index(
                                models.OrderBy(models.F("captured_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                condition=models.Q(("needs_anchoring", True)),
                                name="claim_lost_newest",
                            ),
                            models.Index(
                                models.OrderBy(models.F("captured_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                condition=models.Q(
                                    ("primary_count", 0), ("status", "awaiting_sign_off")
                                ),
                                name="claim_unproven_newest",
                            ),
                            models.Index(
                                models.OrderBy(models.F("captured_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                condition=models.Q(
                                    ("assignee", None),
                                    (
                                        "status__in",
                                        [
                                            "new",
                                            "checking",
                                            "awaiting_sign_off",
                                            "changes_requested",
                                            "disputed",
                                        ],
                                    ),
                                ),
                                name="claim_untaken_newest",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("due_on__isnull", False),
                                    (
                                        "status__in",
                                        [
                                            "new",
                                            "checking",
                                            "awaiting_sign_off",
                                            "changes_requested",
                                            "disputed",
                                        ],
                                    ),
                                ),
                                fields=["due_on", "id"],
                                name="claim_open_due",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("status__in", ["awaiting_sign_off", "disputed"])
                                ),
                                fields=["status", "status_since", "id"],
                                name="claim_to_decide_on",
                            ),
                            models.Index(
                                condition=models.Q(("status__in", ["new", "checking"])),
                                fields=["assignee", "due_on", "-priority", "id"],
                                name="claim_to_check",
                            ),
                            models.Index(
                                condition=models.Q(("status", "changes_requested")),
                                fields=["assignee", "status_since", "id"],
                                name="claim_to_fix",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                condition=models.Q(("sign_off_is_stale", True)),
                                fastupdate=False,
                                fields=["stale_signers"],
                                name="claim_stale_signers",
                            ),
                            models.Index(
                                models.F("submitted_by"),
                                models.OrderBy(models.F("captured_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                condition=models.Q(("status__in", ["signed_off", "published"])),
                                name="claim_submitter_newest",
                            ),
                            models.Index(
                                models.OrderBy(models.F("captured_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                models.F("topic"),
                                models.F("assignee"),
                                models.F("priority"),
                                condition=models.Q(
                                    (
                                        "status__in",
                                        [
                                            "new",
                                            "checking",
                                            "awaiting_sign_off",
                                            "changes_requested",
                                            "disputed",
                                        ],
                                    )
                                ),
                                name="claim_open_newest",
                            ),
                            models.Index(
                                django.db.models.functions.comparison.Coalesce(
                                    "due_on", models.Value(datetime.date(9999, 12, 31))
                                ),
                                models.F("id"),
                                models.F("topic"),
                                models.F("assignee"),
                                condition=models.Q(
                                    (
                                        "status__in",
                                        [
                                            "new",
                                            "checking",
                                            "awaiting_sign_off",
                                            "changes_requested",
                                            "disputed",
                                        ],
                                    )
                                ),
                                name="claim_open_soonest",
                            ),
                            models.Index(
                                models.OrderBy(models.F("captured_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                models.F("due_on"),
                                condition=models.Q(
                                    ("due_on__isnull", False),
                                    (
                                        "status__in",
                                        [
                                            "new",
                                            "checking",
                                            "awaiting_sign_off",
                                            "changes_requested",
                                            "disputed",
                                        ],
                                    ),
                                ),
                                name="claim_due_newest",
                            ),
                            models.Index(
                                models.OrderBy(models.F("captured_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                condition=models.Q(
                                    ("sign_off_is_stale", True),
                                    models.Q(("status", "set_aside"), _negated=True),
                                ),
                                name="claim_stale_newest",
                            ),
                            models.Index(
                                models.F("set_aside_reason"),
                                models.OrderBy(models.F("captured_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                condition=models.Q(("status", "set_aside")),
                                name="claim_aside_newest",
                            ),
                            models.Index(
                                models.F("person"),
                                models.OrderBy(models.F("captured_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="claim_speaker_newest",
                            ),
                            models.Index(
                                condition=models.Q(("repeat_of__isnull", False)),
                                fields=["repeat_of"],
                                name="claim_repeats",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("priority__in", [1, 2, 3, 4])),
                                name="claim_priority_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quote", ""), _negated=True),
                                name="claim_has_a_quote",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("end", None), ("start", None), ("transcript", None)),
                                    models.Q(
                                        ("end__gt", models.F("start")),
                                        ("start__isnull", False),
                                        ("transcript__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="claim_span_is_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "set_aside_reason__in",
                                            ["not_checkable", "out_of_scope", "duplicate"],
                                        ),
                                        ("status", "set_aside"),
                                    ),
                                    models.Q(
                                        models.Q(("status", "set_aside"), _negated=True),
                                        ("set_aside_reason", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="claim_set_aside_with_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("duplicate_of__isnull", False),
                                        ("set_aside_reason", "duplicate"),
                                    ),
                                    models.Q(
                                        models.Q(("set_aside_reason", "duplicate"), _negated=True),
                                        ("duplicate_of", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="claim_duplicate_of_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "status__in",
                                        [
                                            "new",
                                            "checking",
                                            "awaiting_sign_off",
                                            "changes_requested",
                                            "disputed",
                                            "signed_off",
                                            "published",
                                            "set_aside",
                                        ],
                                    )
                                ),
                                name="claim_status_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "status__in",
                                            [
                                                "awaiting_sign_off",
                                                "disputed",
                                                "signed_off",
                                                "published",
                                            ],
                                        ),
                                        _negated=True,
                                    ),
                                    models.Q(
                                        ("submitted_by__isnull", False), ("verdict__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="claim_submitted_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("repeat_of", None),
                                    models.Q(("repeat_of", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="claim_repeat_of_is_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("duplicate_of", None),
                                    models.Q(("duplicate_of", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="claim_duplicate_of_is_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("repeat_of", None), ("duplicate_of", None), _connector="OR"
                                ),
                                name="claim_repeat_or_duplicate",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_removed",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="31ce276f03370b1998d5e6f1fb5e062da2c14e2e",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_removed_063e4",
                                    table="claims_claim",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="quote_is_verbatim",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (NEW."transcript_id" IS NOT NULL)',
                                    func="\n                IF NOT EXISTS (\n                    SELECT 1 FROM claims_transcriptversion AS t\n                    WHERE t.id = NEW.transcript_id AND t.interview_id = NEW.interview_id\n                    AND substr(t.text, NEW.start + 1, NEW.\"end\" - NEW.start) = NEW.quote\n                ) THEN\n                    RAISE EXCEPTION 'The quote of claim % does not match its span.', NEW.id\n                    USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n                ",
                                    hash="b11e2053ea53152065926b2b761c392ffca5e283",
                                    operation='INSERT OR UPDATE OF "transcript_id", "start", "end", "quote", "interview_id"',
                                    pgid="pgtrigger_quote_is_verbatim_6eae5",
                                    table="claims_claim",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="sign_off_is_live",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (NEW.\"status\" IN ('signed_off', 'published'))",
                                    func="\n                IF (\n                    SELECT count(DISTINCT s.by_id) FROM claims_signoff AS s\n                    WHERE s.claim_id = NEW.id AND s.submission = NEW.submission\n                    AND s.content_hash = NEW.content_hash AND s.by_id <> NEW.submitted_by_id\n                    AND NOT s.by_id = ANY (NEW.authors)\n                ) < greatest(NEW.sign_offs_needed, 1) THEN\n                    RAISE EXCEPTION 'Claim % has no sign-off of its content.', NEW.id\n                    USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n                ",
                                    hash="f9f7c07e9bc727102f57418cf484661a04688922",
                                    operation="INSERT OR UPDATE",
                                    pgid="pgtrigger_sign_off_is_live_bde5b",
                                    table="claims_claim",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="searched",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="PERFORM search_index_claim(ARRAY[NEW.id]); RETURN NULL;",
                                    hash="abe28be33e7252bc7dce610723dae5f615d1adaa",
                                    operation="INSERT",
                                    pgid="pgtrigger_searched_dac4f",
                                    table="claims_claim",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="stale_by_change",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."content_hash" IS DISTINCT FROM (NEW."content_hash") OR OLD."needs_anchoring" IS DISTINCT FROM (NEW."needs_anchoring") OR OLD."submission" IS DISTINCT FROM (NEW."submission"))',
                                    func="\n    NEW.stale_signers := ARRAY(\n    SELECT s.by_id::integer FROM claims_signoff AS s\n    WHERE s.claim_id = NEW.id AND s.submission = NEW.submission\n    AND (NEW.needs_anchoring OR s.content_hash <> NEW.content_hash)\n    ORDER BY s.by_id\n);\n    NEW.sign_off_is_stale := cardinality(NEW.stale_signers) > 0;\n    RETURN NEW;\n",
                                    hash="3f062c03972656a1f51710a3fd3ec4f89e86c030",
                                    operation="UPDATE",
                                    pgid="pgtrigger_stale_by_change_32a8d",
                                    table="claims_claim",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="heard_by_place",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="NEW.heard_at_ms := (\n    SELECT t.times[nullif(width_bucket(NEW.start, t.places), 0)]\n    FROM claims_timing AS t WHERE t.transcript_id = NEW.transcript_id\n); RETURN NEW;",
                                    hash="05778f7cd9f66abe2bb52de637004f7ded9e3de1",
                                    operation='INSERT OR UPDATE OF "transcript_id", "start"',
                                    pgid="pgtrigger_heard_by_place_d1c9a",
                                    table="claims_claim",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="speaker_identified_first",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (NEW."speaker_id" IS NOT NULL OR NEW."person_id" IS NOT NULL)',
                                    func="\n    NEW.person_id := NULL;\n    IF NEW.speaker_id IS NOT NULL THEN\n        SELECT coalesce(p.identity_id, p.id) INTO NEW.person_id FROM claims_person AS p\n        WHERE p.id = NEW.speaker_id FOR SHARE;\n    END IF;\n    RETURN NEW;\n",
                                    hash="2c7526310a3067952f67c80b7914854bb30fdc6e",
                                    operation="INSERT",
                                    pgid="pgtrigger_speaker_identified_first_75f77",
                                    table="claims_claim",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="speaker_identified",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."speaker_id" IS DISTINCT FROM (NEW."speaker_id"))',
                                    func="\n    NEW.person_id := NULL;\n    IF NEW.speaker_id IS NOT NULL THEN\n        SELECT coalesce(p.identity_id, p.id) INTO NEW.person_id FROM claims_person AS p\n        WHERE p.id = NEW.speaker_id FOR SHARE;\n    END IF;\n    RETURN NEW;\n",
                                    hash="345a141677e654ccfb7c20645ed078296ef374df",
                                    operation="UPDATE",
                                    pgid="pgtrigger_speaker_identified_4ca9e",
                                    table="claims_claim",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="searched_anew",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."authors" IS DISTINCT FROM (NEW."authors") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."quote" IS DISTINCT FROM (NEW."quote") OR OLD."rationale" IS DISTINCT FROM (NEW."rationale") OR OLD."second_verdict_id" IS DISTINCT FROM (NEW."second_verdict_id") OR OLD."speaker_id" IS DISTINCT FROM (NEW."speaker_id") OR OLD."statement" IS DISTINCT FROM (NEW."statement") OR OLD."status" IS DISTINCT FROM (NEW."status"))',
                                    func="\n    IF (OLD.quote, OLD.statement, OLD.rationale, OLD.speaker_id, OLD.person_id)\n        IS DISTINCT FROM (NEW.quote, NEW.statement, NEW.rationale, NEW.speaker_id, NEW.person_id)\n    OR EXISTS (SELECT 1 FROM claims_interview AS i WHERE i.id = NEW.interview_id AND i.blind)\n    THEN PERFORM search_index_claim(ARRAY[NEW.id]); END IF;\n RETURN NULL;",
                                    hash="0c65694cc91ace5450ef5edc29dec547710998d2",
                                    operation="UPDATE",
                                    pgid="pgtrigger_searched_anew_fbea4",
                                    table="claims_claim",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="repeat_of_is_no_circle",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (NEW."repeat_of_id" IS NOT NULL)',
                                    func="\n    PERFORM pg_advisory_xact_lock(hashtext('claims: links between claims'));\n    IF NEW.id IN (\n        WITH RECURSIVE ahead (id) AS (\n            SELECT NEW.repeat_of_id\n            UNION SELECT c.repeat_of_id FROM claims_claim AS c JOIN ahead ON c.id = ahead.id\n        ) SELECT id FROM ahead WHERE id IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'Claim % would repeat itself.', NEW.id\n        USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_repeat_of_is_no_circle';\n    END IF;\n    RETURN NULL;\n",
                                    hash="7525b48169d529e04ffe1d1366ad66814093f286",
                                    operation='UPDATE OF "repeat_of_id"',
                                    pgid="pgtrigger_repeat_of_is_no_circle_626a8",
                                    table="claims_claim",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="duplicate_of_is_no_circle",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (NEW."duplicate_of_id" IS NOT NULL)',
                                    func="\n    PERFORM pg_advisory_xact_lock(hashtext('claims: links between claims'));\n    IF NEW.id IN (\n        WITH RECURSIVE ahead (id) AS (\n            SELECT NEW.duplicate_of_id\n            UNION SELECT c.duplicate_of_id FROM claims_claim AS c JOIN ahead ON c.id = ahead.id\n        ) SELECT id FROM ahead WHERE id IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'Claim % would repeat itself.', NEW.id\n        USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_duplicate_of_is_no_circle';\n    END IF;\n    RETURN NULL;\n",
                                    hash="eeeb0bde89d1ed23f09734b33aaf1264fca0fb32",
                                    operation='UPDATE OF "duplicate_of_id"',
                                    pgid="pgtrigger_duplicate_of_is_no_circle_deccf",
                                    table="claims_claim",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Event",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        (
                            "verb",
                            models.CharField(
                                choices=[
                                    ("captured", "captured the claim"),
                                    ("edited", "changed"),
                                    ("moved", "moved the claim"),
                                    ("reopened", "reopened the claim"),
                                    ("signed_off", "signed off"),
                                    ("second_verdict", "came to another verdict"),
                                    ("evidence_added", "attached evidence"),
                                    ("evidence_edited", "changed evidence"),
                                    ("evidence_withdrawn", "withdrew evidence"),
                                    ("search_added", "logged a search"),
                                    ("search_withdrawn", "withdrew a logged search"),
                                    ("commented", "commented"),
                                    ("comment_resolved", "resolved a comment"),
                                    ("comment_reopened", "opened a comment again"),
                                    (
                                        "anchored",
                                        "moved the quote to its place in another version of the transcript",
                                    ),
                                    (
                                        "anchor_lost",
                                        "corrected the transcript: the quote has lost its place",
                                    ),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("before", models.JSONField(default=dict)),
                        ("after", models.JSONField(default=dict)),
                        ("note", models.TextField(blank=True)),
                        ("at", models.DateTimeField(default=claims.models.clock.now)),
                        ("previous_hash", models.CharField(blank=True, max_length=64)),
                        ("hash", models.CharField(max_length=64)),
                        (
                            "actor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="claims.claim",
                            ),
                        ),
                        (
                            "stay",
                            models.PositiveIntegerField(
                                editable=False,
                                help_text="Seconds in the status that it ended.",
                                null=True,
                            ),
                        ),
                        (
                            "tx",
                            claims.models.transactions.TransactionField(
                                db_default=models.Func(function="pg_current_xact_id"),
                                editable=False,
                                null=True,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["claim", "number"],
                        "indexes": [
                            models.Index(fields=["-at", "-id"], name="event_newest"),
                            models.Index(
                                condition=models.Q(("tx__isnull", False)),
                                fields=["tx"],
                                name="event_transaction",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("claim", "number"), name="event_number_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "verb__in",
                                        [
                                            "captured",
                                            "edited",
                                            "moved",
                                            "reopened",
                                            "signed_off",
                                            "second_verdict",
                                            "evidence_added",
                                            "evidence_edited",
                                            "evidence_withdrawn",
                                            "search_added",
                                            "search_withdrawn",
                                            "commented",
                                            "comment_resolved",
                                            "comment_reopened",
                                            "anchored",
                                            "anchor_lost",
                                        ],
                                    )
                                ),
                                name="event_verb_known",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="written_once",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="b29ffa16494ef10155caf9d7af48c948a013e0d1",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_written_once_376e0",
                                    table="claims_event",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'Rows of % are never removed.', TG_TABLE_NAME;",
                                    hash="632b449e5828f2225a01f2985912f3323ed85c21",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_86c75",
                                    table="claims_event",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="stay_is_measured",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (NEW.number > 1 AND NEW.before->'status' IS DISTINCT FROM NEW.after->'status')",
                                    func="\n                NEW.stay := floor(greatest(0, extract(epoch FROM NEW.at - (\n                    SELECT e.at FROM claims_event AS e\n                    WHERE e.claim_id = NEW.claim_id AND e.number < NEW.number AND (\n                        e.number = 1 OR e.before->'status' IS DISTINCT FROM e.after->'status'\n                    ) ORDER BY e.number DESC LIMIT 1\n                ))))::integer;\n                RETURN NEW;\n                ",
                                    hash="8d81a7686c9f58a03a2a04955e3a4ede59f9a9aa",
                                    operation="INSERT",
                                    pgid="pgtrigger_stay_is_measured_8b3cf",
                                    table="claims_event",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Publication",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("at", models.DateTimeField(default=claims.models.clock.now)),
                        ("payload", models.JSONField()),
                        ("sha256", models.CharField(max_length=64)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="publications",
                                to="claims.claim",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["claim", "-number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("claim", "number"), name="publication_number_once"
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="written_once",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="907b227ecc4aec5b01096985b9c13afd94eabda9",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_written_once_c9162",
                                    table="claims_publication",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'Rows of % are never removed.', TG_TABLE_NAME;",
                                    hash="782048f49f881304f8c12149ff17f4253f748ac5",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_71e16",
                                    table="claims_publication",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SignOff",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("at", models.DateTimeField(default=claims.models.clock.now)),
                        ("content", models.JSONField()),
                        ("content_hash", models.CharField(max_length=64)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sign_offs",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sign_offs",
                                to="claims.claim",
                            ),
                        ),
                        ("submission", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ["-at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("claim", "submission", "by"), name="sign_off_once_by_each"
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="written_once",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="e1cc6c18ea4d0f0edea1dfadebc0429ef51c54f6",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_written_once_bca27",
                                    table="claims_signoff",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'Rows of % are never removed.', TG_TABLE_NAME;",
                                    hash="fba20f7bfee89f00271f49a55db142df56bd2a12",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_01815",
                                    table="claims_signoff",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="by_another",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n                IF NOT EXISTS (\n                    SELECT 1 FROM claims_claim AS c\n                    WHERE c.id = NEW.claim_id AND c.submission = NEW.submission\n                    AND c.content_hash = NEW.content_hash AND c.submitted_by_id <> NEW.by_id\n                    AND NOT NEW.by_id = ANY (c.authors)\n                ) THEN\n                    RAISE EXCEPTION 'Nobody signs off their own work, nor what has changed.'\n                    USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n                ",
                                    hash="1aaf025db78227191844d21dcea3d37ba4a7a1f1",
                                    operation="INSERT",
                                    pgid="pgtrigger_by_another_01fed",
                                    table="claims_signoff",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="stale_on_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n    PERFORM 1 FROM claims_claim WHERE id IN (SELECT claim_id FROM new_rows)\n    ORDER BY id FOR NO KEY UPDATE;\n    UPDATE claims_claim AS c\n    SET stale_signers = d.signers, sign_off_is_stale = cardinality(d.signers) > 0\n    FROM (\n        SELECT c.id, ARRAY(\n    SELECT s.by_id::integer FROM claims_signoff AS s\n    WHERE s.claim_id = c.id AND s.submission = c.submission\n    AND (c.needs_anchoring OR s.content_hash <> c.content_hash)\n    ORDER BY s.by_id\n) AS signers FROM claims_claim AS c\n        WHERE c.id IN (SELECT claim_id FROM new_rows)\n    ) AS d\n    WHERE c.id = d.id AND (c.stale_signers, c.sign_off_is_stale)\n        IS DISTINCT FROM (d.signers, cardinality(d.signers) > 0);\n    RETURN NULL;\n",
                                    hash="59fdebe2edb7d00039b72c05869f4f904a88bd7d",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_stale_on_insert_13fae",
                                    referencing="REFERENCING NEW TABLE AS new_rows ",
                                    table="claims_signoff",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="stale_on_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n    PERFORM 1 FROM claims_claim WHERE id IN (SELECT claim_id FROM old_rows)\n    ORDER BY id FOR NO KEY UPDATE;\n    UPDATE claims_claim AS c\n    SET stale_signers = d.signers, sign_off_is_stale = cardinality(d.signers) > 0\n    FROM (\n        SELECT c.id, ARRAY(\n    SELECT s.by_id::integer FROM claims_signoff AS s\n    WHERE s.claim_id = c.id AND s.submission = c.submission\n    AND (c.needs_anchoring OR s.content_hash <> c.content_hash)\n    ORDER BY s.by_id\n) AS signers FROM claims_claim AS c\n        WHERE c.id IN (SELECT claim_id FROM old_rows)\n    ) AS d\n    WHERE c.id = d.id AND (c.stale_signers, c.sign_off_is_stale)\n        IS DISTINCT FROM (d.signers, cardinality(d.signers) > 0);\n    RETURN NULL;\n",
                                    hash="82be731f30bafdd1a32eb2a48454ba408b43298c",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_stale_on_delete_a4c84",
                                    referencing="REFERENCING OLD TABLE AS old_rows ",
                                    table="claims_signoff",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BulkItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("seen_version", models.PositiveIntegerField()),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("done", "Done"),
                                    ("same", "Was so already"),
                                    ("refused", "Refused"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("reason", models.TextField(blank=True)),
                        (
                            "change",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="claims.bulkchange",
                            ),
                        ),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="claims.claim",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("outcome", "waiting")),
                                fields=["change", "id"],
                                name="bulk_item_waiting",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("change", "claim"), name="bulk_item_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome__in", ["waiting", "done", "same", "refused"])
                                ),
                                name="bulk_outcome_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Notification",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("assigned", "gave you a claim"),
                                    ("mentioned", "mentioned you"),
                                    ("commented", "commented on a claim that you work on"),
                                    ("changes_requested", "requested changes"),
                                    ("signed_off", "signed off your claim"),
                                    ("stale", "changed a claim that was signed off"),
                                    ("disputed", "came to another verdict"),
                                    ("decided", "decided between two verdicts"),
                                    (
                                        "anchor_lost",
                                        "corrected a transcript: a quote has lost its place",
                                    ),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("at", models.DateTimeField(default=claims.models.clock.now)),
                        ("read_at", models.DateTimeField(null=True)),
                        (
                            "mailed_at",
                            models.DateTimeField(
                                help_text="When a mail took it, sent or not.", null=True
                            ),
                        ),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="claims.claim",
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="claims.event",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notifications",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("read_at", None)),
                                fields=["user"],
                                name="notification_unread",
                            ),
                            models.Index(fields=["user", "-at", "-id"], name="notification_newest"),
                            models.Index(
                                condition=models.Q(("mailed_at", None)),
                                fields=["user"],
                                name="notification_unmailed",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "event"), name="notification_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "assigned",
                                            "mentioned",
                                            "commented",
                                            "changes_requested",
                                            "signed_off",
                                            "stale",
                                            "disputed",
                                            "decided",
                                            "anchor_lost",
                                        ],
                                    )
                                ),
                                name="notification_kind_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Presence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="claims.claim",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("claim", "user"), name="presence_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SearchEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("place", models.CharField(max_length=300, verbose_name="where")),
                        ("searched_on", models.DateField(verbose_name="when")),
                        ("found", models.TextField(verbose_name="found")),
                        ("added_at", models.DateTimeField(default=claims.models.clock.now)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        (
                            "key",
                            models.UUIDField(
                                help_text="Given by the form, so that a repeated post makes no second row.",
                                null=True,
                                unique=True,
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
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="search_log",
                                to="claims.claim",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "search entries",
                        "ordering": ["searched_on", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("place", ""), _negated=True),
                                    models.Q(("found", ""), _negated=True),
                                ),
                                name="search_entry_is_whole",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Tallied",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "scope",
                                "measure",
                                "scope_id",
                                "day",
                                "key",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("key", models.BigIntegerField()),
                        ("scope_id", models.IntegerField()),
                        ("day", models.DateField()),
                        ("number", models.IntegerField()),
                        ("scope", models.SmallIntegerField()),
                        ("measure", models.SmallIntegerField()),
                    ],
                    options={
                        "managed": False,
                    },
                ),
                migrations.SeparateDatabaseAndState(
                    database_operations=[
                        migrations.RunSQL(tallies.TABLE, "DROP TABLE claims_tally")
                    ],
                    state_operations=[
                        migrations.CreateModel(
                            name="Tally",
                            fields=[
                                (
                                    "pk",
                                    models.CompositePrimaryKey(
                                        "scope",
                                        "measure",
                                        "scope_id",
                                        "day",
                                        "key",
                                        blank=True,
                                        editable=False,
                                        primary_key=True,
                                        serialize=False,
                                    ),
                                ),
                                ("key", models.BigIntegerField()),
                                ("scope_id", models.IntegerField()),
                                ("day", models.DateField()),
                                ("number", models.IntegerField()),
                                ("scope", models.SmallIntegerField()),
                                ("measure", models.SmallIntegerField()),
                            ],
                            options={
                                "verbose_name_plural": "tallies",
                            },
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="TallyChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("number", models.IntegerField()),
                        ("interview", models.IntegerField()),
                        ("speaker", models.IntegerField()),
                        ("topic", models.IntegerField()),
                        ("assignee", models.IntegerField()),
                        ("submitter", models.IntegerField()),
                        ("status", models.SmallIntegerField(null=True)),
                        ("priority", models.SmallIntegerField(null=True)),
                        ("reason", models.SmallIntegerField(null=True)),
                        ("attention", models.SmallIntegerField(help_text="A bit for each reason.")),
                        (
                            "finding",
                            models.IntegerField(
                                help_text="Verdict · 2 + has a primary source.", null=True
                            ),
                        ),
                        ("captured", models.DateField(null=True)),
                        ("due", models.DateField(null=True)),
                        ("finished", models.DateField(null=True)),
                        ("stayed_in", models.SmallIntegerField(null=True)),
                        (
                            "length",
                            models.SmallIntegerField(
                                help_text="Logarithm of seconds, base 1.15.", null=True
                            ),
                        ),
                        ("stayed_until", models.DateField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="ApiToken",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(max_length=60)),
                        ("token_hash", models.CharField(max_length=64, unique=True)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("expires_at", models.DateTimeField()),
                        (
                            "last_used_at",
                            models.DateTimeField(help_text="To the minute.", null=True),
                        ),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tokens",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-created_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True),
                                name="token_has_a_name",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("expires_at__gt", models.F("created_at"))),
                                name="token_expires",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClaimWords",
                    fields=[
                        ("words", django.contrib.postgres.search.SearchVectorField()),
                        (
                            "row",
                            models.OneToOneField(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="words",
                                serialize=False,
                                to="claims.claim",
                            ),
                        ),
                        (
                            "draft",
                            django.contrib.postgres.search.SearchVectorField(
                                help_text="All of it, where the rationale is a draft that only its authors see.",
                                null=True,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=False, fields=["words"], name="claim_words"
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                condition=models.Q(("draft__isnull", False)),
                                fastupdate=False,
                                fields=["draft"],
                                name="claim_draft",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InterviewWords",
                    fields=[
                        ("words", django.contrib.postgres.search.SearchVectorField()),
                        (
                            "row",
                            models.OneToOneField(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="words",
                                serialize=False,
                                to="claims.interview",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=False, fields=["words"], name="interview_words"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NameGram",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("gram", models.CharField(max_length=64)),
                        ("word", models.CharField(max_length=60)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("gram", "word"), name="name_gram_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Passage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("words", django.contrib.postgres.search.SearchVectorField()),
                        ("start", models.PositiveIntegerField()),
                        ("end", models.PositiveIntegerField()),
                        (
                            "transcript",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="passages",
                                to="claims.transcriptversion",
                            ),
                        ),
                        (
                            "turn",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="passages",
                                to="claims.turn",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=False, fields=["words"], name="passage_words"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("turn", "start"), name="passage_once"),
                            models.UniqueConstraint(
                                fields=("transcript", "start"), name="passage_in_transcript"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PersonWords",
                    fields=[
                        ("words", django.contrib.postgres.search.SearchVectorField()),
                        (
                            "row",
                            models.OneToOneField(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="words",
                                serialize=False,
                                to="claims.person",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=False, fields=["words"], name="person_words"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SourceWords",
                    fields=[
                        ("words", django.contrib.postgres.search.SearchVectorField()),
                        (
                            "row",
                            models.OneToOneField(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="words",
                                serialize=False,
                                to="claims.source",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=False, fields=["words"], name="source_words"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SavedView",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(max_length=80)),
                        (
                            "shared",
                            models.BooleanField(
                                default=False, verbose_name="shared with the newsroom"
                            ),
                        ),
                        (
                            "query",
                            models.CharField(
                                blank=True,
                                help_text="Filters and order, as the list's address has them.",
                                max_length=8000,
                            ),
                        ),
                        (
                            "columns",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20)
                            ),
                        ),
                        (
                            "key",
                            models.UUIDField(
                                help_text="Given by the form, so that a repeated post makes no second row.",
                                null=True,
                                unique=True,
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="saved_views",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": [django.db.models.functions.text.Upper("name"), "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True),
                                name="saved_view_has_a_name",
                            ),
                            models.UniqueConstraint(
                                models.F("owner"),
                                django.db.models.functions.text.Upper("name"),
                                condition=models.Q(("shared", False)),
                                name="saved_view_once_for_one",
                            ),
                            models.UniqueConstraint(
                                django.db.models.functions.text.Upper("name"),
                                condition=models.Q(("shared", True)),
                                name="saved_view_once_for_all",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Mark",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "about",
                            models.SmallIntegerField(
                                choices=[
                                    (1, "dashboards, and what waits for people"),
                                    (2, "what waits for people alone"),
                                ]
                            ),
                        ),
                        ("value", models.UUIDField()),
                        (
                            "tx",
                            claims.models.transactions.TransactionField(
                                help_text="Which transaction wrote it: it takes the same one again."
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Timing",
                    fields=[
                        (
                            "transcript",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="timing",
                                serialize=False,
                                to="claims.transcriptversion",
                            ),
                        ),
                        (
                            "places",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveIntegerField()
                            ),
                        ),
                        (
                            "times",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveIntegerField()
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("places__len", models.F("times__len")), ("places__len__gt", 0)
                                ),
                                name="timing_is_whole",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="written_once",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="85ee40e495e66a1fcb8cf7d11b20e2b671fdd6dc",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_written_once_0f099",
                                    table="claims_timing",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'Rows of % are never removed.', TG_TABLE_NAME;",
                                    hash="24e8bcba37d1acccb541680b29e430f499dc0183",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_c05d5",
                                    table="claims_timing",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Snapshot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "url",
                            models.CharField(
                                help_text="Where it was in the end.",
                                max_length=2000,
                                verbose_name="address",
                            ),
                        ),
                        ("text", models.TextField()),
                        ("text_sha256", models.CharField(max_length=64)),
                        (
                            "reading",
                            models.JSONField(
                                help_text="All but the text of what was understood of it."
                            ),
                        ),
                        ("fetched_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="claims.document",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="snapshots",
                                to="claims.source",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-fetched_at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["source", "-fetched_at", "-id"], name="snapshot_of_source"
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="written_once",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="055ed188304a39d6bb58f90f55383a9ffe60cd9a",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_written_once_e8513",
                                    table="claims_snapshot",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'Rows of % are never removed.', TG_TABLE_NAME;",
                                    hash="76e3f13caba5ce32cbc028285dc632c281753502",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_60702",
                                    table="claims_snapshot",
                                    when="BEFORE",
                                ),
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
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "stance",
                            models.CharField(
                                choices=[
                                    ("supports", "Supports"),
                                    ("refutes", "Refutes"),
                                    ("context", "Context"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("excerpt", models.TextField(blank=True)),
                        (
                            "locator",
                            models.CharField(
                                blank=True,
                                help_text="Page, paragraph or time.",
                                max_length=200,
                                verbose_name="where in the source",
                            ),
                        ),
                        ("added_at", models.DateTimeField(default=claims.models.clock.now)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evidence",
                                to="claims.claim",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evidence",
                                to="claims.source",
                            ),
                        ),
                        (
                            "key",
                            models.UUIDField(
                                help_text="Given by the form, so that a repeated post makes no second row.",
                                null=True,
                                unique=True,
                            ),
                        ),
                        (
                            "answer",
                            models.TextField(
                                blank=True,
                                help_text="Where it speaks against the verdict: why the verdict holds.",
                            ),
                        ),
                        (
                            "missing_in",
                            models.ForeignKey(
                                help_text="The newest snapshot of its source, where the excerpt is not in it.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="claims.snapshot",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "evidence",
                        "ordering": ["added_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("stance__in", ["supports", "refutes", "context"])
                                ),
                                name="evidence_stance_known",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="counted_on_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='\n    PERFORM 1 FROM claims_source WHERE id IN (\n        SELECT source_id FROM (SELECT claim_id, source_id, 1 AS sign FROM new_rows WHERE withdrawn_at IS NULL) AS e GROUP BY claim_id, source_id HAVING sum(sign) <> 0\n    ) ORDER BY id FOR SHARE;\n    IF FOUND THEN\n        PERFORM 1 FROM claims_claim WHERE id IN (SELECT claim_id FROM (SELECT claim_id, source_id, 1 AS sign FROM new_rows WHERE withdrawn_at IS NULL) AS e)\n        ORDER BY id FOR NO KEY UPDATE;\n        UPDATE claims_claim AS c\n        SET source_count = c.source_count + d.sources, primary_count = c.primary_count + d.primaries\n        FROM (\n            SELECT claim_id, sum(sign) AS sources, sum(sign * s."primary"::int) AS primaries\n            FROM (SELECT claim_id, source_id, 1 AS sign FROM new_rows WHERE withdrawn_at IS NULL) AS e JOIN claims_source AS s ON s.id = e.source_id\n            GROUP BY claim_id\n        ) AS d\n        WHERE c.id = d.claim_id AND (d.sources <> 0 OR d.primaries <> 0);\n    END IF;\n    RETURN NULL;\n',
                                    hash="86ae48cd9acc9bc65727bf1afa53c9ef00cd49c4",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_counted_on_insert_51534",
                                    referencing="REFERENCING NEW TABLE AS new_rows ",
                                    table="claims_evidence",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="counted_on_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='\n    PERFORM 1 FROM claims_source WHERE id IN (\n        SELECT source_id FROM (SELECT claim_id, source_id, -1 AS sign FROM old_rows WHERE withdrawn_at IS NULL UNION ALL SELECT claim_id, source_id, 1 AS sign FROM new_rows WHERE withdrawn_at IS NULL) AS e GROUP BY claim_id, source_id HAVING sum(sign) <> 0\n    ) ORDER BY id FOR SHARE;\n    IF FOUND THEN\n        PERFORM 1 FROM claims_claim WHERE id IN (SELECT claim_id FROM (SELECT claim_id, source_id, -1 AS sign FROM old_rows WHERE withdrawn_at IS NULL UNION ALL SELECT claim_id, source_id, 1 AS sign FROM new_rows WHERE withdrawn_at IS NULL) AS e)\n        ORDER BY id FOR NO KEY UPDATE;\n        UPDATE claims_claim AS c\n        SET source_count = c.source_count + d.sources, primary_count = c.primary_count + d.primaries\n        FROM (\n            SELECT claim_id, sum(sign) AS sources, sum(sign * s."primary"::int) AS primaries\n            FROM (SELECT claim_id, source_id, -1 AS sign FROM old_rows WHERE withdrawn_at IS NULL UNION ALL SELECT claim_id, source_id, 1 AS sign FROM new_rows WHERE withdrawn_at IS NULL) AS e JOIN claims_source AS s ON s.id = e.source_id\n            GROUP BY claim_id\n        ) AS d\n        WHERE c.id = d.claim_id AND (d.sources <> 0 OR d.primaries <> 0);\n    END IF;\n    RETURN NULL;\n',
                                    hash="b0c8c5587855c572dabb63b73705e310ae5c8ce6",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_counted_on_update_5c8f8",
                                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                                    table="claims_evidence",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="counted_on_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='\n    PERFORM 1 FROM claims_source WHERE id IN (\n        SELECT source_id FROM (SELECT claim_id, source_id, -1 AS sign FROM old_rows WHERE withdrawn_at IS NULL) AS e GROUP BY claim_id, source_id HAVING sum(sign) <> 0\n    ) ORDER BY id FOR SHARE;\n    IF FOUND THEN\n        PERFORM 1 FROM claims_claim WHERE id IN (SELECT claim_id FROM (SELECT claim_id, source_id, -1 AS sign FROM old_rows WHERE withdrawn_at IS NULL) AS e)\n        ORDER BY id FOR NO KEY UPDATE;\n        UPDATE claims_claim AS c\n        SET source_count = c.source_count + d.sources, primary_count = c.primary_count + d.primaries\n        FROM (\n            SELECT claim_id, sum(sign) AS sources, sum(sign * s."primary"::int) AS primaries\n            FROM (SELECT claim_id, source_id, -1 AS sign FROM old_rows WHERE withdrawn_at IS NULL) AS e JOIN claims_source AS s ON s.id = e.source_id\n            GROUP BY claim_id\n        ) AS d\n        WHERE c.id = d.claim_id AND (d.sources <> 0 OR d.primaries <> 0);\n    END IF;\n    RETURN NULL;\n',
                                    hash="cdcbb10b82b9585a5d3b257bde8b6ede3933b114",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_counted_on_delete_3c2d2",
                                    referencing="REFERENCING OLD TABLE AS old_rows ",
                                    table="claims_evidence",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="searched",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="PERFORM search_index_evidence(ARRAY[NEW.id]); RETURN NULL;",
                                    hash="5bae5404283500d83d4b43c9a626f26de3a43d4b",
                                    operation="INSERT",
                                    pgid="pgtrigger_searched_03154",
                                    table="claims_evidence",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="searched_anew",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."excerpt" IS DISTINCT FROM (NEW."excerpt") OR OLD."locator" IS DISTINCT FROM (NEW."locator") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at"))',
                                    func="PERFORM search_index_evidence(ARRAY[NEW.id]); RETURN NULL;",
                                    hash="c06dabe58bcb8bec592c344a563bb114b6916956",
                                    operation="UPDATE",
                                    pgid="pgtrigger_searched_anew_38ae7",
                                    table="claims_evidence",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Comment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "field",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("quote", "Quote"),
                                    ("statement", "Statement"),
                                    ("speaker", "Speaker"),
                                    ("verdict", "Verdict"),
                                    ("rationale", "Rationale"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("body", models.TextField()),
                        (
                            "mentions",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.IntegerField(),
                                default=list,
                                help_text="Accounts, by id.",
                            ),
                        ),
                        ("at", models.DateTimeField(default=claims.models.clock.now)),
                        ("resolved_at", models.DateTimeField(null=True)),
                        (
                            "key",
                            models.UUIDField(
                                help_text="Given by the form, so that a repeated post makes no second row.",
                                null=True,
                                unique=True,
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
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="comments",
                                to="claims.claim",
                            ),
                        ),
                        (
                            "evidence",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="comments",
                                to="claims.evidence",
                            ),
                        ),
                        (
                            "resolved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                condition=models.Q(("resolved_at", None)),
                                fields=["mentions"],
                                name="comment_mentions",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("body", ""), _negated=True),
                                name="comment_says_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "field__in",
                                        [
                                            "",
                                            "quote",
                                            "statement",
                                            "speaker",
                                            "verdict",
                                            "rationale",
                                        ],
                                    )
                                ),
                                name="comment_field_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("field", ""), ("evidence", None), _connector="OR"
                                ),
                                name="comment_is_about_one_thing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("resolved_at", None), ("resolved_by", None)),
                                    models.Q(
                                        ("resolved_at__isnull", False),
                                        ("resolved_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="comment_resolved_by_somebody",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="words_are_kept",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='RAISE EXCEPTION \'pgtrigger: Cannot update of "claim_id", "field", "evidence_id", "body", "by_id", "at" rows from % table\', TG_TABLE_NAME;',
                                    hash="c2132bda1df1f52cf2cd6489cd18e9d40e4fdbd1",
                                    operation='UPDATE OF "claim_id", "field", "evidence_id", "body", "by_id", "at"',
                                    pgid="pgtrigger_words_are_kept_2caac",
                                    table="claims_comment",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_removed",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="e518975e8eae21b811826be38e92689904d6a543",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_removed_a6f0b",
                                    table="claims_comment",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EvidenceWords",
                    fields=[
                        ("words", django.contrib.postgres.search.SearchVectorField()),
                        (
                            "row",
                            models.OneToOneField(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="words",
                                serialize=False,
                                to="claims.evidence",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=False, fields=["words"], name="evidence_words"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Fetch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "key",
                            models.UUIDField(
                                help_text="Given by the form: one fetch for each form.", unique=True
                            ),
                        ),
                        ("url", models.CharField(max_length=2000, verbose_name="address")),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("done", "Done"),
                                    ("failed", "Failed"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("taken_until", models.DateTimeField(null=True)),
                        ("problem", models.CharField(blank=True, max_length=500)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="fetches",
                                to="claims.source",
                            ),
                        ),
                        (
                            "snapshot",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="fetch",
                                to="claims.snapshot",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "fetches",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["id"],
                                name="fetch_to_do",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("snapshot", None), ("state", "waiting")),
                                    models.Q(
                                        ("problem", ""),
                                        ("snapshot__isnull", False),
                                        ("state", "done"),
                                    ),
                                    models.Q(
                                        ("snapshot", None),
                                        ("state", "failed"),
                                        models.Q(("problem", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="fetch_state_is_whole",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Sentence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("start", models.PositiveIntegerField()),
                        ("end", models.PositiveIntegerField()),
                        ("score", models.FloatField()),
                        ("reasons", models.JSONField(default=list)),
                        ("against", models.JSONField(default=list)),
                        ("offered", models.BooleanField(default=False)),
                        (
                            "disposition",
                            models.CharField(
                                choices=[("unread", "Unread"), ("not_checkable", "Not checkable")],
                                default="unread",
                                max_length=15,
                            ),
                        ),
                        (
                            "why_not",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("opinion", "An opinion"),
                                    ("intention", "An intention or a promise"),
                                    ("question", "A question"),
                                    ("pleasantry", "A pleasantry"),
                                    ("vague", "Too vague to check"),
                                    ("experience", "Only the speaker can know it"),
                                    ("unimportant", "Checkable, but of no weight"),
                                ],
                                max_length=15,
                            ),
                        ),
                        ("at", models.DateTimeField(null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "transcript",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sentences",
                                to="claims.transcriptversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["transcript", "start"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("transcript", "start"), name="sentence_start_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("end__gt", models.F("start"))),
                                name="sentence_span_is_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("at", None),
                                        ("by", None),
                                        ("disposition", "unread"),
                                        ("why_not", ""),
                                    ),
                                    models.Q(
                                        ("at__isnull", False),
                                        ("by__isnull", False),
                                        ("disposition", "not_checkable"),
                                        (
                                            "why_not__in",
                                            [
                                                "opinion",
                                                "intention",
                                                "question",
                                                "pleasantry",
                                                "vague",
                                                "experience",
                                                "unimportant",
                                            ],
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="sentence_is_unread_or_decided",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Appearance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "interview",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appearances",
                                to="claims.interview",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appearances",
                                to="claims.person",
                            ),
                        ),
                        (
                            "speaker",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="claims.person",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["person", "-interview"], name="appearance_newest")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("speaker", "interview"), name="appearance_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PersonEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "verb",
                            models.CharField(
                                choices=[
                                    ("added", "added this person"),
                                    ("edited", "changed"),
                                    ("merged", "merged into this person"),
                                    ("taken_apart", "took apart again"),
                                    ("moved", "moved words to another person"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("before", models.JSONField(default=dict)),
                        ("after", models.JSONField(default=dict)),
                        ("moved", models.JSONField(default=dict)),
                        ("note", models.TextField(blank=True)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "actor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="other_events",
                                to="claims.person",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="claims.person",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "verb__in",
                                        ["added", "edited", "merged", "taken_apart", "moved"],
                                    )
                                ),
                                name="person_verb_known",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="written_once",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="d0983a8818f31d607f4476cbea5a04edcf1470c5",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_written_once_f5e53",
                                    table="claims_personevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'Rows of % are never removed.', TG_TABLE_NAME;",
                                    hash="7703a9e4a79bb1859ca102c05a795ea19b95074b",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_ca8c2",
                                    table="claims_personevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SheetImport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "key",
                            models.UUIDField(
                                help_text="Given by the form, and its address.", unique=True
                            ),
                        ),
                        ("name", models.CharField(help_text="Of the file.", max_length=255)),
                        ("sha256", models.CharField(help_text="Of the file.", max_length=64)),
                        ("format", models.CharField(max_length=10)),
                        (
                            "sheet",
                            models.CharField(
                                blank=True, help_text="The one that was chosen.", max_length=255
                            ),
                        ),
                        (
                            "sheets",
                            models.JSONField(
                                default=list, help_text="The names of all, with their rows."
                            ),
                        ),
                        (
                            "headings",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), default=list
                            ),
                        ),
                        (
                            "columns",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(blank=True, max_length=20),
                                default=list,
                                help_text="What each column means.",
                            ),
                        ),
                        (
                            "notes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(),
                                default=list,
                                help_text="What reading has to say.",
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("begun_at", models.DateTimeField(null=True)),
                        ("finished_at", models.DateTimeField(null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                help_text="Kept once it has begun.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="claims.document",
                            ),
                        ),
                        (
                            "interview",
                            models.ForeignKey(
                                help_text="Of the rows that name none.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="claims.interview",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-pk"],
                        "indexes": [
                            models.Index(fields=["by", "-at", "-id"], name="sheet_import_of_person")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("begun_at", None), ("finished_at", None)),
                                    models.Q(
                                        ("begun_at__isnull", False), ("document__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="sheet_import_begun_with_file",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SheetRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "number",
                            models.PositiveIntegerField(
                                help_text="As the program of the sheet counts."
                            ),
                        ),
                        (
                            "cells",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(blank=True)
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("new", "New"),
                                    ("known", "Already there"),
                                    ("refused", "Refused"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        (
                            "words_key",
                            models.CharField(
                                blank=True, help_text="Of quote and statement.", max_length=64
                            ),
                        ),
                        (
                            "id_key",
                            models.CharField(
                                blank=True,
                                help_text="Of the ID, where there is one.",
                                max_length=64,
                            ),
                        ),
                        ("reason", models.TextField(blank=True, help_text="Why it was refused.")),
                        (
                            "remarks",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(),
                                default=list,
                                help_text="What was done otherwise.",
                            ),
                        ),
                        (
                            "left_out",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20),
                                default=list,
                                help_text="The fields that were refused.",
                            ),
                        ),
                        (
                            "claim",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="claims.claim",
                            ),
                        ),
                        (
                            "interview",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="claims.interview",
                            ),
                        ),
                        (
                            "sheet",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rows",
                                to="claims.sheetimport",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["number"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("outcome", "waiting")),
                                fields=["sheet", "number"],
                                name="sheet_row_waiting",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("sheet", "number"), name="sheet_row_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("outcome", "new")),
                                fields=("interview", "words_key"),
                                name="sheet_row_words_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("outcome", "new"), models.Q(("id_key", ""), _negated=True)
                                ),
                                fields=("interview", "id_key"),
                                name="sheet_row_id_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("claim", None), ("outcome", "waiting")),
                                    models.Q(
                                        ("claim", None),
                                        ("outcome", "refused"),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    models.Q(
                                        ("claim__isnull", False),
                                        ("interview__isnull", False),
                                        ("outcome__in", ["new", "known"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="sheet_row_outcome_is_whole",
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(cache.CREATE, cache.DROP),
        migrations.RunPython(start, migrations.RunPython.noop),
        migrations.RunSQL(tallies.CREATE, tallies.DROP),
        migrations.RunSQL(search.CREATE, search.DROP),
        migrations.RunSQL(similar.CREATE, similar.DROP),
        migrations.RunSQL(marks.CREATE, marks.DROP),
    ]
