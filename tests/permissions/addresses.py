"""Where an action of the matrix can be done: address and form for each (action, object) that has a screen.

``get`` is an address that answers 200 to whoever may; ``post`` an address and a form. ``None`` for what
has no screen of its own. Fields are the least that reaches the question; a form may answer 422 then.
"""

import uuid
from collections.abc import Callable
from typing import NamedTuple

from django.urls import reverse

from tests.factories.projects import upload


class Door(NamedTuple):
    """One way to do it: a method, an address, and what the form holds."""

    method: str
    name: str
    args: Callable[..., list]
    data: Callable[[], dict] = dict

    def url(self, thing) -> str:
        return reverse(self.name, args=self.args(thing))


def get(name, args, /) -> Door:
    return Door("get", name, args)


def post(name, args, /, **data) -> Door:
    return Door(
        "post",
        name,
        args,
        lambda: {key: value() if callable(value) else value for key, value in data.items()},
    )


def slug(thing) -> list:
    return [thing.slug]


def pk(thing) -> list:
    return [thing.pk]


def in_group(thing) -> list:
    return [thing.group.slug, thing.pk]


def token() -> str:
    return str(uuid.uuid4())


GROUP_PAGES = ("group_detail", "group_discussions", "group_files", "group_members")

# By action and model (its name in lower case).
DOORS: dict[tuple[str, str], list[Door]] = {
    ("view", "institution"): [get("member_detail", slug)],
    ("change", "institution"): [
        get("profile_edit", slug),
        post("profile_edit", slug, action="save"),
        post("profile_logo", slug),
        post("profile_draft_discard", slug),
    ],
    ("view_history", "institution"): [get("profile_history", slug)],
    ("manage_people", "institution"): [
        get("profile_people", slug),
        post("profile_people", slug, email="nobody@example.org", kind="editor"),
    ],
    ("view_desk", "changerequest"): [get("change_detail", pk)],
    ("decide", "changerequest"): [post("change_detail", pk, action="return", reason="Not yet.")],
    ("withdraw", "changerequest"): [post("change_withdraw", pk)],
    ("work_on", "practice"): [get("practice_edit", pk)],
    ("view_draft", "practice"): [get("practice_preview", pk)],
    ("review", "practice"): [get("practice_review", pk)],
    ("decide", "practice"): [
        post("practice_review", pk, **{"action": "return", "return-reason": "Shorter."})
    ],
    ("retire", "practice"): [get("practice_retire", pk), post("practice_retire", pk)],
    ("view", "workinggroup"): [get(name, slug) for name in GROUP_PAGES],
    ("participate", "workinggroup"): [
        get("thread_start", slug),
        get("file_add", slug),
        post("thread_start", slug, title="New", text="New.", token=token),
        post("file_add", slug, title="New", upload=upload),
    ],
    ("manage", "workinggroup"): [
        get("group_settings", slug),
        post("group_settings", slug, name="New"),
        post("seat_give", slug, email="nobody@example.org", role="member"),
        post("group_archive", slug),
    ],
    ("view", "thread"): [get("thread_detail", in_group)],
    ("reply", "thread"): [post("thread_detail", in_group, text="New.", token=token)],
    ("close", "thread"): [post("thread_close", in_group)],
    ("edit", "post"): [get("post_edit", in_group), post("post_edit", in_group, text="New.")],
    ("view", "groupfile"): [
        get("file_detail", in_group),
        get("file_download", lambda file: [file.group.slug, file.pk, 1]),
    ],
    ("add_version", "groupfile"): [post("file_detail", in_group, upload=upload)],
    ("view", "event"): [get("event_detail", slug), get("event_calendar", slug)],
    ("manage", "dbtaskresult"): [get("dead_jobs", lambda job: [])],
}

# Doors that open only in some states of the object: the rest of the rule is asked elsewhere.
DOORS_OF: dict[tuple[str, str], list[Door]] = {
    ("view", "published practice"): [get("practice_detail", slug)],
    ("view", "withdrawn practice"): [],  # answers 410 with its tombstone, see the library's own tests
    ("view", "draft practice"): [],
    ("view", "submitted practice"): [],
    ("work_on", "draft practice"): DOORS["work_on", "practice"],
    ("discard", "draft practice"): [],
}


def doors(action: str, name: str, thing) -> list[Door]:
    """The doors for a row of the matrix."""
    if (action, name) in DOORS_OF:
        return DOORS_OF[action, name]
    return DOORS.get((action, thing._meta.model_name), [])
