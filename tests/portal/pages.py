"""A small site for the tests of what every request passes: pages whose content the test holds."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template import Context, Template
from django.urls import path
from django.utils.translation import get_language

from portal.ratelimits import limit
from portal.urls import urlpatterns as real

state = {"text": "first", "renderings": 0, "before_answer": None}


def page(request):
    """Says what the state was when it began; then lets a test interfere."""
    state["renderings"] += 1
    text = state["text"]
    if state["before_answer"]:
        state["before_answer"]()
    return HttpResponse(f"<p>{text} {get_language()} {request.GET.get('q', '')}</p>" + "<p>filling</p>" * 100)


def greeting(request):
    """Looks at the person, as every page's header does."""
    state["renderings"] += 1
    return HttpResponse(Template("{{ user.is_authenticated }}").render(Context({"user": request.user})))


def form(request):
    return HttpResponse(get_token(request))


def nonce(request):
    return HttpResponse(str(request.csp_nonce))


def note(request):
    messages.success(request, "Done")
    return HttpResponse("noted")


def remember(request):
    request.session["seen"] = True
    return HttpResponse("remembered")


def cookie(request):
    response = HttpResponse("cookie")
    response.set_cookie("taste", "sweet")
    return response


def private(request):
    return HttpResponse("private", headers={"Cache-Control": "private"})


def varied(request):
    return HttpResponse("varied", headers={"Vary": "Accept-Language"})


def data(request):
    return JsonResponse({"time": state["renderings"]})


def failing(request):
    raise state["error"]


@limit("2/m/user")
def limited(request):
    return HttpResponse("sent")


def echo(request):
    return JsonResponse({"post": dict(request.POST.lists())})


handler429 = "portal.ratelimits.too_many"
views = [page, greeting, form, nonce, note, remember, cookie, private, varied, data, failing, limited, echo]
urlpatterns = i18n_patterns(*[path(f"{view.__name__}/", view) for view in views])
urlpatterns += [path("page/", page), path("echo/", echo), path("api/echo/", echo)]
urlpatterns += real
