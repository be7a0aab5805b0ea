"""Every address of the product, grouped by area."""

from allauth.account import views as library
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path, re_path

from claims.api import api_urls
from claims.views import (
    accounts,
    anchors,
    bulk,
    claim_list,
    claim_list_choices,
    claims,
    comments,
    corrections,
    dashboard,
    desk,
    documents,
    evidence,
    exports,
    fetches,
    history,
    interviews,
    live,
    notifications,
    people,
    presence,
    publishing,
    queue,
    recordings,
    reviews,
    saved_views,
    search,
    searches,
    sheets,
    similar,
    sources,
    suggestions,
    tokens,
    verdicts,
)

urlpatterns: list[URLPattern | URLResolver] = [
    # accounts
    path("team/", accounts.team, name="team"),
    path("team/invite/", accounts.invitation_new, name="invitation-new"),
    path(
        "team/invitations/<int:pk>/withdraw/",
        accounts.invitation_withdraw,
        name="invitation-withdraw",
    ),
    path("team/<int:pk>/role/", accounts.account_role, name="account-role"),
    path("team/<int:pk>/active/", accounts.account_active, name="account-active"),
    path("invitations/<str:token>/", accounts.invitation, name="invitation"),
    # tokens, and the API that they open
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/new/", tokens.token_new, name="token-new"),
    path("tokens/<int:pk>/withdraw/", tokens.token_withdraw, name="token-withdraw"),
    path("api/v1/", api_urls()),
    # accounts: those pages of the library that are in use; nobody signs up, nor changes an address
    path("accounts/login/", library.login, name="account_login"),
    # Logging out twice, or out of a log-in that waits for its second factor, is no error.
    path("accounts/logout/", login_not_required(library.logout), name="account_logout"),
    path("accounts/inactive/", library.account_inactive, name="account_inactive"),
    path("accounts/reauthenticate/", library.reauthenticate, name="account_reauthenticate"),
    path("accounts/password/change/", library.password_change, name="account_change_password"),
    path("accounts/password/set/", library.password_set, name="account_set_password"),
    path("accounts/password/reset/", library.password_reset, name="account_reset_password"),
    path(
        "accounts/password/reset/done/",
        library.password_reset_done,
        name="account_reset_password_done",
    ),
    path(
        "accounts/password/reset/key/done/",
        library.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        library.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    # interviews
    path("interviews/", interviews.interviews, name="interviews"),
    path("interviews/new/", interviews.interview_new, name="interview-new"),
    # fetches: an interview from a web address, and snapshots of sources
    path("interviews/new/fetch/", fetches.interview_fetch, name="interview-fetch"),
    path("interviews/new/fetch/<uuid:key>/", fetches.fetch, name="fetch"),
    path("interviews/new/fetch/<uuid:key>/again/", fetches.fetch_again, name="fetch-again"),
    path("interviews/new/from/<uuid:key>/", interviews.interview_from, name="interview-from"),
    path("sources/<int:pk>/snapshots/", fetches.source_snapshots, name="source-snapshots"),
    path("sources/<int:pk>/snapshots/new/", fetches.snapshot_new, name="snapshot-new"),
    path("snapshots/<int:pk>/", fetches.snapshot, name="snapshot"),
    path("interviews/<slug:slug>/edit/", interviews.interview_edit, name="interview-edit"),
    # recordings
    path("interviews/<slug:slug>/recording/", recordings.recording, name="recording"),
    path(
        "interviews/<slug:slug>/recording/edit/", recordings.recording_edit, name="recording-edit"
    ),
    path("interviews/<slug:slug>/v<int:number>/times.json", desk.desk_times, name="desk-times"),
    # corrections
    path(
        "interviews/<slug:slug>/correct/", corrections.transcript_correct, name="transcript-correct"
    ),
    path("interviews/<slug:slug>/versions/", corrections.versions, name="versions"),
    path("claims/<int:pk>/anchor/", anchors.claim_anchor, name="claim-anchor"),
    # desk
    path("interviews/<slug:slug>/", desk.desk, name="desk"),
    path("interviews/<slug:slug>/progress/", desk.desk_progress, name="desk-progress"),
    path("interviews/<slug:slug>/shows/", desk.desk_shows, name="desk-shows"),
    path(
        "interviews/<slug:slug>/v<int:number>/turns/<int:position>/",
        desk.desk_turn,
        name="desk-turn",
    ),
    path("interviews/<slug:slug>/capture/", desk.claim_capture, name="claim-capture"),
    path("interviews/<slug:slug>/by-hand/", desk.claim_by_hand, name="claim-by-hand"),
    # suggestions
    path("interviews/<slug:slug>/suggestions/", suggestions.suggestions, name="suggestions"),
    path("sentences/<int:pk>/aside/", suggestions.sentence_aside, name="sentence-aside"),
    path("sentences/<int:pk>/back/", suggestions.sentence_back, name="sentence-back"),
    # dashboard, claim list and queue
    path("", dashboard.dashboard, name="dashboard"),
    path("dashboard/narrow/", dashboard.dashboard_subjects, name="dashboard-subjects"),
    path(
        "interviews/<slug:slug>/dashboard/",
        dashboard.interview_dashboard,
        name="interview-dashboard",
    ),
    path("interviews/<slug:slug>/coverage/", dashboard.coverage, name="coverage"),
    path("claims/", claim_list.claims, name="claims"),
    path("claims/choices/<slug:name>/", claim_list_choices.claim_choices, name="claim-choices"),
    path("claims/columns/", saved_views.claims_columns, name="claims-columns"),
    path("claims/export/<slug:kind>/", exports.claims_export, name="claims-export"),
    path("claims/<int:pk>/late/", claim_list.claim_late, name="claim-late"),
    path("claims/bulk/", bulk.bulk_new, name="bulk-new"),
    path("bulk/<uuid:key>/", bulk.bulk, name="bulk"),
    path("bulk/<uuid:key>/run/", bulk.bulk_run, name="bulk-run"),
    # sheets: claims from a spreadsheet
    path("claims/import/", sheets.sheet_new, name="sheet-new"),
    path("sheets/<uuid:key>/", sheets.sheet, name="sheet"),
    path("sheets/<uuid:key>/columns/", sheets.sheet_columns, name="sheet-columns"),
    path("sheets/<uuid:key>/run/", sheets.sheet_run, name="sheet-run"),
    path("sheets/<uuid:key>/report.csv", sheets.sheet_report, name="sheet-report"),
    # saved views
    path("views/", saved_views.saved_views, name="saved-views"),
    path("views/new/", saved_views.saved_view_new, name="saved-view-new"),
    path("views/<int:pk>/", saved_views.saved_view, name="saved-view"),
    path("views/<int:pk>/edit/", saved_views.saved_view_edit, name="saved-view-edit"),
    path("views/<int:pk>/save/", saved_views.saved_view_save, name="saved-view-save"),
    path("views/<int:pk>/remove/", saved_views.saved_view_remove, name="saved-view-remove"),
    path("views/<int:pk>/default/", saved_views.saved_view_default, name="saved-view-default"),
    path("queue/", queue.queue, name="queue"),
    # search
    path("search/", search.search, name="search"),
    # claims
    path("claims/<int:pk>/", claims.claim, name="claim"),
    path("claims/<int:pk>/card/", claims.claim_card, name="claim-card"),
    path("claims/<int:pk>/head/", claims.claim_head, name="claim-head"),
    path("claims/<int:pk>/history/", history.claim_history, name="claim-history"),
    path(
        "claims/<int:pk>/history.json",
        history.claim_history_file,
        name="claim-history-file",
    ),
    path("claims/<int:pk>/statement/", claims.claim_statement, name="claim-statement"),
    path("claims/<int:pk>/verdict/", claims.claim_verdict, name="claim-verdict"),
    path("claims/<int:pk>/rationale/", claims.claim_rationale, name="claim-rationale"),
    path("claims/<int:pk>/speaker/", claims.claim_speaker, name="claim-speaker"),
    path("claims/<int:pk>/assignee/", claims.claim_assignee, name="claim-assignee"),
    path("claims/<int:pk>/priority/", claims.claim_priority, name="claim-priority"),
    path("claims/<int:pk>/topic/", claims.claim_topic, name="claim-topic"),
    path("claims/<int:pk>/due/", claims.claim_due, name="claim-due"),
    path("claims/<int:pk>/status/", reviews.claim_status, name="claim-status"),
    # publishing
    path("claims/<int:pk>/publications/", publishing.publications, name="publications"),
    path(
        "claims/<int:pk>/publications/<int:number>.json",
        publishing.publication_file,
        name="publication-file",
    ),
    # verdicts
    path("scale/", verdicts.scale, name="scale"),
    path("scale/new/", verdicts.verdict_new, name="verdict-new"),
    path("scale/sign-offs/", verdicts.sign_offs_needed, name="sign-offs-needed"),
    path("scale/<int:pk>/wording/", verdicts.verdict_wording, name="verdict-wording"),
    path("scale/<int:pk>/rule/", verdicts.verdict_rule, name="verdict-rule"),
    path("scale/<int:pk>/move/", verdicts.verdict_move, name="verdict-move"),
    path("scale/<int:pk>/retire/", verdicts.verdict_retire, name="verdict-retire"),
    path("scale/<int:pk>/bring-back/", verdicts.verdict_bring_back, name="verdict-bring-back"),
    path("scale/<int:pk>/remove/", verdicts.verdict_remove, name="verdict-remove"),
    # searches
    path("claims/<int:pk>/searches/", searches.claim_searches, name="claim-searches"),
    path("claims/<int:pk>/searches/new/", searches.search_new, name="search-new"),
    path("searches/<int:pk>/withdraw/", searches.search_withdraw, name="search-withdraw"),
    # similar claims: what was said before
    path("claims/<int:pk>/similar/", similar.claim_similar, name="claim-similar"),
    path("claims/<int:pk>/repeat/", similar.claim_repeat, name="claim-repeat"),
    path("interviews/<slug:slug>/similar/", similar.interview_similar, name="interview-similar"),
    # comments, presence, notifications
    path("claims/<int:pk>/comments/", comments.claim_comments, name="claim-comments"),
    path("claims/<int:pk>/comments/new/", comments.comment_new, name="comment-new"),
    path("claims/<int:pk>/presence/", presence.claim_presence, name="claim-presence"),
    path("comments/<int:pk>/resolve/", comments.comment_resolve, name="comment-resolve"),
    path("comments/<int:pk>/reopen/", comments.comment_reopen, name="comment-reopen"),
    path("people/lookup/", comments.people_lookup, name="people-lookup"),
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/read/", notifications.notifications_read, name="notifications-read"),
    path("notifications/digest/", notifications.notifications_digest, name="notifications-digest"),
    path("notifications/<int:pk>/open/", notifications.notification_open, name="notification-open"),
    # live; what pages ask every second is answered before Django: claims/views/live.py
    path("live/ticket/", live.live_ticket, name="live-ticket"),
    path("live/header/", live.live_header, name="live-header"),
    # people
    path("people/", people.people, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/edit/", people.person_edit, name="person-edit"),
    path("people/<int:pk>/merge/", people.person_merge, name="person-merge"),
    path("people/<int:pk>/apart/", people.person_apart, name="person-apart"),
    path("people/<int:pk>/split/", people.person_split, name="person-split"),
    # sources
    path("claims/<int:pk>/evidence/", evidence.claim_evidence, name="claim-evidence"),
    path("claims/<int:pk>/evidence/new/", evidence.evidence_new, name="evidence-new"),
    path("evidence/<int:pk>/edit/", evidence.evidence_edit, name="evidence-edit"),
    path("evidence/<int:pk>/withdraw/", evidence.evidence_withdraw, name="evidence-withdraw"),
    path("sources/", sources.sources, name="sources"),
    path("sources/lookup/", sources.source_lookup, name="source-lookup"),
    path("sources/<int:pk>/", sources.source, name="source"),
    path("sources/<int:pk>/edit/", sources.source_edit, name="source-edit"),
    path("documents/<slug:sha256>/", documents.document, name="document"),
]
