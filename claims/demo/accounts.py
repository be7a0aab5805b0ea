"""The demo's accounts: one for each role, and a second reviewer to sign off."""

from django.contrib.auth.hashers import check_password, make_password

from claims.models import Role, User

ACCOUNTS = {
    "viewer": ("Vera Lindqvist", Role.VIEWER),
    "reviewer": ("Ruben Achterberg", Role.REVIEWER),
    "reviewer2": ("Rosa Imhof", Role.REVIEWER),
    "editor": ("Edda Marlowe", Role.EDITOR),
    "admin": ("Adrian Pell", Role.ADMIN),
}


def email_of(username: str) -> str:
    return f"{username}@example.org"


def others() -> list[str]:
    """User names of the accounts that are not as the demo makes them."""
    ours = {(username, email_of(username)) for username in ACCOUNTS}
    accounts = User.objects.order_by("username").values_list("username", "email")
    return [username for username, email in accounts if (username, email) not in ours]


def load_accounts(password: str) -> dict[str, User]:
    """The demo's accounts by user name, each with this password; the rest of them stays as it is.

    They share one hash, and one that fits is kept: hashing takes most of the time of a start, and
    a new hash would log people out.
    """
    known = {user.username: user for user in User.objects.filter(username__in=ACCOUNTS)}
    fitting = {hashed for hashed in {user.password for user in known.values()}
               if check_password(password, hashed)}  # fmt: skip
    hashed = min(fitting) if fitting else make_password(password)
    for username, (name, role) in ACCOUNTS.items():
        if (user := known.get(username)) is None:
            known[username] = User.objects.create(
                username=username, email=email_of(username), name=name, role=role, password=hashed
            )
        elif user.password not in fitting:
            user.password = hashed
            user.save(update_fields=["password"])
    return known
