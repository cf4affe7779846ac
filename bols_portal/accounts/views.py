"""Pages of sign-in that allauth lacks or that we shape ourselves."""

from typing import Any

from allauth.account import views as allauth
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from bols_portal.accounts import services
from bols_portal.accounts.demo import can_be_chosen, demo_groups
from bols_portal.accounts.forms import AcceptInvitationForm
from bols_portal.accounts.middleware import remember_language
from bols_portal.accounts.models import Invitation, User

TOKEN_IN_SESSION = "invitation_token"  # noqa: S105 - the name of a key
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class SignInView(allauth.LoginView):
    """E-mail address and password; in demo mode also one click for each person of the demo."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the people of the demo."""
        return super().get_context_data(demo_groups=demo_groups(), **kwargs)


sign_in = SignInView.as_view()


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switches the language, and keeps it: for the person, and in a cookie for before sign-in."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = redirect(back)
    language = request.POST.get("language", "")
    if translation.check_for_language(language) and language in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            services.choose_language(user=request.user, language=language)
        remember_language(response, language)
    return response


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Signs in as a person of the demo. There is no such page outside demo mode."""
    chosen = request.POST.get("person", "")
    if not settings.DEMO or not chosen.isdecimal() or not can_be_chosen(int(chosen)):
        raise Http404
    login(request, get_object_or_404(User, pk=int(chosen), is_active=True), backend=BACKEND)
    return redirect(settings.LOGIN_REDIRECT_URL)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def open_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the mail. The token moves into the session, out of the address bar."""
    request.session[TOKEN_IN_SESSION] = token
    return redirect("accept_invitation")


@login_not_required
@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest) -> HttpResponse:
    """An invited person chooses a password and is signed in. What isn't valid any more says so."""
    now = timezone.now()
    token = request.session.get(TOKEN_IN_SESSION, "")
    invitation: Invitation | None = services.find_invitation(token=token, now=now)
    if invitation is None:
        return render(request, "account/invitation_ended.html", status=404)
    user: User = invitation.user
    form = AcceptInvitationForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["password1"]
        accepted = services.accept_invitation(token=token, password=password, now=now)
        if accepted is None:
            return render(request, "account/invitation_ended.html", status=404)
        request.session.pop(TOKEN_IN_SESSION, None)
        login(request, accepted, backend=BACKEND)
        return redirect(settings.LOGIN_REDIRECT_URL)
    with translation.override(user.language):
        return render(request, "account/accept_invitation.html", {"form": form, "invited": user})
