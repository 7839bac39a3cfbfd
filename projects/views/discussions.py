"""Discussions of a group."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal import authz
from portal.paging import paginate

from .. import selectors, services
from ..forms import EditPostForm, PostForm, ThreadForm
from ..models import Post, Thread
from .common import add_errors, get_group, space

POSTS_PER_PAGE = 50


@require_safe
def group_discussions(request: HttpRequest, slug: str) -> HttpResponse:
    """All discussions, the most lively first."""
    group = get_group(request, slug)
    page = paginate(request, selectors.threads(group), per_page=20)
    return render(request, "projects/discussions.html", space(request, group, "discussions", page=page))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def thread_start(request: HttpRequest, slug: str) -> HttpResponse:
    """Start a discussion."""
    group = get_group(request, slug)
    authz.require(request.user, "participate", group)
    form = ThreadForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            thread = services.start_thread(group=group, author=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            return redirect("thread_detail", slug, thread.pk)
    context = space(request, group, "discussions", form=form)
    return render(request, "projects/thread_start.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def thread_detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One discussion; who has a seat may answer."""
    group = get_group(request, slug)
    thread = authz.get_or_404(
        request.user, "view", Thread.objects.select_related("group"), group=group, pk=pk
    )
    may_reply = authz.can(request.user, "reply", thread)
    form = PostForm(request.POST or None) if may_reply else None
    if request.method == "POST":
        authz.require(request.user, "reply", thread)
        if form.is_valid() and (post := _reply(request, thread, form)):
            return redirect(_address_of(post))
    page = paginate(request, selectors.posts(thread), per_page=POSTS_PER_PAGE)
    context = space(request, group, "discussions", thread=thread, page=page, form=form)
    context["may_close"] = authz.can(request.user, "close", thread)
    return render(
        request, "projects/thread_detail.html", context, status=422 if form and form.errors else 200
    )


def _reply(request: HttpRequest, thread: Thread, form: PostForm) -> Post | None:
    try:
        return services.reply(thread=thread, author=request.user, **form.cleaned_data)
    except ValidationError as error:
        add_errors(form, error)
        return None


def _address_of(post: Post) -> str:
    """The page of the discussion that shows the post, at the post."""
    before = post.thread.posts.filter(posted_at__lt=post.posted_at).count()
    number = before // POSTS_PER_PAGE + 1
    address = reverse("thread_detail", args=[post.group.slug, post.thread_id])
    return f"{address}{f'?page={number}' if number > 1 else ''}#post-{post.pk}"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def post_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The author mends a post."""
    group = get_group(request, slug)
    posts = Post.objects.select_related("thread", "group")
    post = authz.get_or_404(request.user, "view", posts, group=group, pk=pk)
    authz.require(request.user, "edit", post)
    form = EditPostForm(request.POST or None, instance=posts.get(pk=post.pk))
    if request.method == "POST" and form.is_valid():
        services.edit_post(post=post, author=request.user, text=form.cleaned_data["text"])
        return redirect(_address_of(post))
    context = space(request, group, "discussions", form=form, post=post)
    return render(request, "projects/post_edit.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def thread_close(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Close a discussion, or open it again (``open=1``)."""
    group = get_group(request, slug)
    thread = authz.get_or_404(
        request.user, "view", Thread.objects.select_related("group"), group=group, pk=pk
    )
    authz.require(request.user, "close", thread)
    closed = request.POST.get("open") != "1"
    services.close_thread(thread=thread, actor=request.user, closed=closed)
    messages.success(
        request, _("The discussion is closed.") if closed else _("The discussion is open again.")
    )
    return redirect("thread_detail", slug, pk)
