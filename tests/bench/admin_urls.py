"""The admin of claims, with the columns of the claim list and the filters that a newsroom needs.

Interviews and speakers are no filters here: a link for each of ten thousand would only make it
slower. For the same reason the form asks for their numbers.
"""

from typing import Any

from django.contrib import admin
from django.urls import path

from claims.models import Claim


@admin.register(Claim)
class ClaimAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["statement", "quote", "interview", "speaker", "topic", "status", "verdict",
                    "assignee", "priority", "due_on", "source_count"]  # fmt: skip
    list_filter = ["status", "verdict", "priority", "topic", "assignee", "due_on", "captured_at"]
    search_fields = ["quote", "statement", "rationale", "speaker__name"]
    ordering = ["-captured_at", "-id"]
    list_per_page = 50
    fields = ["quote", "statement", "interview", "speaker", "topic", "status", "verdict",
              "rationale", "assignee", "priority", "due_on"]  # fmt: skip
    raw_id_fields = ["interview", "speaker"]

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.null:
            field.required = False
        return field


urlpatterns = [path("admin/", admin.site.urls)]
