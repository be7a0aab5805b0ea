"""Who is signed in: as Django and the accounts library have it, by queries that are put together
once. Every request asks both."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from claims.models import User
from claims.queries.compiled import models_of


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        for session in models_of(_alive, self.session_key, timezone.now()):
            return session
        self._session_key = None
        return None


class Backend(AuthenticationBackend):  # type: ignore[misc]
    def get_user(self, user_id: int) -> User | None:
        for user in models_of(_account, user_id):
            return user if self.user_can_authenticate(user) else None
        return None


def _alive(key: Any, now: Any) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


def _account(pk: Any) -> QuerySet[User]:
    return User.objects.filter(pk=pk)
