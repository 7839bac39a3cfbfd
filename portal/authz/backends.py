"""Lets ``user.has_perm(permission, obj)`` agree with the grants and their dates."""

from django.contrib.auth.backends import ModelBackend

from .actors import actor_of


class GrantBackend(ModelBackend):
    """Model permissions as Django knows them (Wagtail's admin asks for these), and object
    permissions from the grant tables. Guardian's own backend would ignore the dates."""

    def authenticate(self, request, username=None, password=None, **credentials):
        return None  # signing in is allauth's business

    def has_perm(self, user_obj, perm, obj=None):
        if obj is None:
            return super().has_perm(user_obj, perm)
        app, _dot, codename = perm.partition(".")
        # Ids of different models may be equal: the permission must be one of the object's own model.
        if (
            not user_obj.is_active
            or app != obj._meta.app_label
            or codename not in dict(obj._meta.permissions)
        ):
            return False
        return obj.pk in actor_of(user_obj).ids(perm)
