"""Files of a group and their versions."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from portal import authz
from portal.files.responses import serve
from portal.paging import paginate

from .. import selectors, services
from ..forms import FileForm, VersionForm
from ..models import FileVersion, GroupFile
from .common import add_errors, get_group, space


@require_safe
def group_files(request: HttpRequest, slug: str) -> HttpResponse:
    """All files, the newest change first."""
    group = get_group(request, slug)
    page = paginate(request, selectors.files(group), per_page=20)
    return render(request, "projects/files.html", space(request, group, "files", page=page))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def file_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Share a new file."""
    group = get_group(request, slug)
    authz.require(request.user, "participate", group)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            file = services.add_file(group=group, author=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            return redirect("file_detail", slug, file.pk)
    context = space(request, group, "files", form=form)
    return render(request, "projects/file_add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def file_detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A file with all its versions; who has a seat may add one."""
    group = get_group(request, slug)
    file = authz.get_or_404(
        request.user, "view", GroupFile.objects.select_related("group"), group=group, pk=pk
    )
    form = None
    if authz.can(request.user, "add_version", file):
        form = VersionForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        authz.require(request.user, "add_version", file)
        if form.is_valid() and _add_version(request, file, form):
            return redirect("file_detail", slug, pk)
    page = paginate(request, selectors.versions(file), per_page=50)
    context = space(request, group, "files", file=file, page=page, form=form)
    return render(request, "projects/file_detail.html", context, status=422 if form and form.errors else 200)


def _add_version(request: HttpRequest, file: GroupFile, form: VersionForm) -> bool:
    try:
        services.add_version(file=file, author=request.user, **form.cleaned_data)
    except ValidationError as error:
        add_errors(form, error)
        return False
    return True


@require_safe
def file_download(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """The bytes of one version, after the check, whatever address led here."""
    group = get_group(request, slug)
    versions = FileVersion.objects.select_related("file__group")
    version = authz.get_or_404(request.user, "view", versions, file__group=group, file_id=pk, number=number)
    return serve(request, version)
