"""Who may do what. Plain functions of a user and a loaded row: no queries, no request."""

from claims.models import BulkChange, Claim, Role, SavedView, SheetImport, User
from claims.models.reviews import decides_if_disputed


def can_read(user: User) -> bool:
    return user.has_role(Role.VIEWER)


def can_capture(user: User) -> bool:
    return user.has_role(Role.REVIEWER)


def can_edit(user: User, claim: Claim) -> bool:
    """Whether the claim's own content may be edited by this user as it stands now."""
    return can_attach(user, claim) and not decides_if_disputed(claim, user)


def can_plan(user: User, claim: Claim) -> bool:
    """Priority, due date and topic: part of no sign-off, so they can change at any time."""
    return user.has_role(Role.REVIEWER)


def can_link(user: User, claim: Claim) -> bool:
    """Say that it repeats another claim: part of no sign-off either."""
    return user.has_role(Role.REVIEWER)


def can_assign(user: User, claim: Claim, assignee: User | None) -> bool:
    """Editors give claims to anybody; reviewers take one that nobody has, or hand back theirs."""
    if assignee is not None and not assignee.has_role(Role.REVIEWER):
        return False
    if user.has_role(Role.EDITOR):
        return True
    if not user.has_role(Role.REVIEWER):
        return False
    mine_or_free = claim.assignee_id in {None, user.pk}
    return mine_or_free and (assignee is None or assignee.pk == user.pk)


def can_change_many(user: User) -> bool:
    """Ask for a bulk change. What may be done to each claim of it is asked claim by claim."""
    return user.has_role(Role.REVIEWER)


def can_run(user: User, change: BulkChange) -> bool:
    """See and run a bulk change: whoever asked for it, and editors."""
    return can_change_many(user) and (change.by_id == user.pk or user.has_role(Role.EDITOR))


def can_import_claims(user: User) -> bool:
    """Make claims of the rows of a sheet. What may be done to each, its actions say."""
    return user.has_role(Role.REVIEWER)


def can_see_import(user: User, sheet: SheetImport) -> bool:
    """See and run an import: whoever uploaded it, since it may hold what is blind to others."""
    return can_import_claims(user) and sheet.by_id == user.pk


def can_share_views(user: User) -> bool:
    return user.has_role(Role.REVIEWER)


def can_change_view(user: User, view: SavedView) -> bool:
    """Whoever saved it; what is shared, editors too."""
    return view.owner_id == user.pk or (view.shared and user.has_role(Role.EDITOR))


def can_attach(user: User, claim: Claim) -> bool:
    """Whether this user may change its evidence: a dispute goes on with new evidence."""
    return user.has_role(Role.REVIEWER) and claim.content_is_open


def can_comment(user: User) -> bool:
    return user.has_role(Role.REVIEWER)


def can_import(user: User) -> bool:
    return user.has_role(Role.REVIEWER)


def can_set_blind(user: User) -> bool:
    """Whether second verdicts of an interview are given blind."""
    return user.has_role(Role.EDITOR)


def can_merge(user: User) -> bool:
    """Say that two people are one, take them apart, give the words of one to another."""
    return user.has_role(Role.EDITOR)


def can_invite(user: User) -> bool:
    return user.has_role(Role.EDITOR)


def can_edit_scale(user: User) -> bool:
    """The verdicts, what each of them takes, and how many sign off a claim."""
    return user.has_role(Role.EDITOR)


def can_grant(user: User, role: str) -> bool:
    """An invitation never grants more than the one who invites has."""
    return can_invite(user) and user.has_role(Role(role))


def can_manage(user: User, account: User) -> bool:
    """Deactivate, reactivate, change the role. Nobody does this to their own account."""
    return user.has_role(Role.ADMIN) and account.pk != user.pk
