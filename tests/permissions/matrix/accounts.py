"""Sign-in, passwords, language: for everybody, and nothing about others."""

from tests.permissions.table import LOGIN, SIGNED_IN, Row, row
from tests.permissions.world import World

NOT_A_LINK = {"uidb36": "1", "key": "nothing"}


def bureau_employee(world: World) -> dict[str, str]:
    return {"person": str(world.people["bureau"].pk)}


ROWS: list[Row] = [
    row("account_login", "GET", {302: SIGNED_IN}, anonymous=200),
    row(
        "account_login", "POST", {302: SIGNED_IN}, anonymous=200, data={"login": "", "password": ""}
    ),
    row("account_logout", "POST", {LOGIN: SIGNED_IN}),
    row("account_inactive", "GET", {200: SIGNED_IN}, anonymous=200),
    # Who has no password yet is sent to the page that sets one.
    row("account_change_password", "GET", {302: SIGNED_IN}),
    row("account_change_password", "POST", {302: SIGNED_IN}),
    row("account_set_password", "GET", {200: SIGNED_IN}),
    row("account_set_password", "POST", {200: SIGNED_IN}, variant="empty"),
    row("account_reset_password", "GET", {200: SIGNED_IN}, anonymous=200),
    row(
        "account_reset_password",
        "POST",
        {302: SIGNED_IN},
        anonymous=302,
        data={"email": "stranger@example.org"},
        variant="unknown address: the answer is the same",
    ),
    row("account_reset_password_done", "GET", {200: SIGNED_IN}, anonymous=200),
    row("account_reset_password_from_key", "GET", {200: SIGNED_IN}, anonymous=200, args=NOT_A_LINK),
    row(
        "account_reset_password_from_key", "POST", {200: SIGNED_IN}, anonymous=200, args=NOT_A_LINK
    ),
    row("account_reset_password_from_key_done", "GET", {200: SIGNED_IN}, anonymous=200),
    row("open_invitation", "GET", {302: SIGNED_IN}, anonymous=302, args={"token": "nothing"}),
    row("accept_invitation", "GET", {404: SIGNED_IN}, anonymous=404, variant="no valid link"),
    row("accept_invitation", "POST", {404: SIGNED_IN}, anonymous=404, variant="no valid link"),
    row("set_language", "POST", {302: SIGNED_IN}, anonymous=302, data={"language": "en"}),
    row("demo_sign_in", "POST", {302: SIGNED_IN}, anonymous=302, data=bureau_employee),
    row("demo_sign_in", "POST", {404: SIGNED_IN}, anonymous=404, variant="nobody of the demo"),
]
