"""Reading messages: what a person got, and for bureau and auditors what was sent to whom."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from allocation.enums import MessageStatus
from allocation.models import Cycle, Mailing, Message
from allocation.roles import BUREAU_ROLES, Right, Role
from allocation.selectors.memberships import holds_any
from allocation.selectors.recipients import Enclosure
from allocation.selectors.rights import held_on
from bols_portal.accounts.models import User

# A person sees a message from the moment it was released, whether or not the mail arrived.
RELEASED = (
    MessageStatus.QUEUED,
    MessageStatus.SENDING,
    MessageStatus.SENT,
    MessageStatus.FAILED,
)

# What went wrong with a mail and what one can do; the codes are written by services/outbox.py.
ERRORS: dict[str, str | Promise] = {
    "refused": _("The mail server refused this address. Check the address of this person."),
    "temporary": _("The mail server could not take it for now. It is tried again."),
    "unreachable": _("The mail server could not be reached. It is tried again."),
    "sign_in": _("The portal could not sign in to the mail server. The administrator can mend it."),
    "other": _("Sending did not work. It is tried again."),
}


def error_text(code: str) -> str:
    """What a stored error says to the bureau, with the number that the mail server gave."""
    if not code:
        return ""
    kind, _space, number = code.partition(" ")
    text = str(ERRORS.get(kind, ERRORS["other"]))
    return f"{text} ({number})" if number else text


def messages_visible_to(user: User) -> QuerySet[Message]:
    """The messages that the person got, the latest first."""
    return (
        Message.objects.filter(recipient=user, status__in=RELEASED)
        .select_related("mailing__cycle")
        .order_by("-mailing__released_at", "-pk")
    )


def get_message(user: User, pk: int) -> Message:
    """One of the person's own messages; Http404 otherwise."""
    message = messages_visible_to(user).filter(pk=pk).first()
    if message is None:
        raise Http404
    return message


def unread_count(user: User) -> int:
    """How many messages the person has not read in the portal yet."""
    return Message.objects.filter(recipient=user, status__in=RELEASED, read_at__isnull=True).count()


def sees_mailings(user: User) -> bool:
    """Whether the person reads what was sent to others: bureau and auditors."""
    return bool(held_on(user, Right.READ_LOG, Cycle)) or holds_any(user, BUREAU_ROLES)


def mailings_visible_to(user: User) -> QuerySet[Mailing]:
    """The mailings of the person's cycles, and those of no cycle (such as invitations)."""
    condition = Q(cycle__in=held_on(user, Right.READ_LOG, Cycle))
    if holds_any(user, BUREAU_ROLES | {Role.AUDITOR}):
        condition |= Q(cycle__isnull=True)
    return Mailing.objects.filter(condition).select_related("cycle", "prepared_by", "released_by")


def mailings_with_counts(user: User, cycle: Cycle | None) -> QuerySet[Mailing]:
    """The mailings of a cycle (or of none) with how many messages each has, and in which state."""
    waiting = Q(messages__status__in=[MessageStatus.QUEUED, MessageStatus.SENDING])
    return (
        mailings_visible_to(user)
        .filter(Q(cycle=cycle) | Q(cycle__isnull=True))
        .annotate(
            count=Count("messages"),
            sent=Count("messages", filter=Q(messages__status=MessageStatus.SENT)),
            waiting=Count("messages", filter=waiting),
            failed=Count("messages", filter=Q(messages__status=MessageStatus.FAILED)),
        )
        .order_by("-prepared_at", "-pk")
    )


def get_mailing(user: User, pk: int) -> Mailing:
    """A mailing that the person may read; Http404 otherwise."""
    mailing = mailings_visible_to(user).filter(pk=pk).first()
    if mailing is None:
        raise Http404
    return mailing


def get_message_of(mailing: Mailing, pk: int) -> Message:
    """A message of a mailing that was already found to be visible; Http404 otherwise."""
    message = mailing.messages.select_related("mailing__cycle", "recipient").filter(pk=pk).first()
    if message is None:
        raise Http404
    return message


def enclosures_of(message: Message) -> list[Enclosure]:
    """What goes with a message, in the order in which it is attached."""
    return [Enclosure(**kept) for kept in message.enclosures]


def get_enclosure(message: Message, number: int) -> Enclosure:
    """The enclosure of this number, from 1; Http404 when the message has no such one."""
    found = enclosures_of(message)
    if not 1 <= number <= len(found):
        raise Http404
    return found[number - 1]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message of a mailing as the bureau sees it: who, as whom, in which state."""

    message: Message
    name: str
    error: str
    enclosures: list[Enclosure]

    @property
    def kind(self) -> str:
        """The kind of status, for its shape on the page."""
        return {
            MessageStatus.PREPARED: "todo",
            MessageStatus.QUEUED: "waiting",
            MessageStatus.SENDING: "busy",
            MessageStatus.SENT: "done",
            MessageStatus.FAILED: "attention",
            MessageStatus.CANCELLED: "stopped",
        }[MessageStatus(self.message.status)]

    @property
    def failed(self) -> bool:
        """Whether it can be tried again."""
        return self.message.status == MessageStatus.FAILED


def deliveries_of(mailing: Mailing) -> list[Delivery]:
    """Every message of a mailing, by the name of who gets it."""
    messages = mailing.messages.select_related("recipient").order_by("recipient__name", "address")
    return [
        Delivery(
            one,
            str(one.recipient) if one.recipient else one.address,
            error_text(one.error),
            enclosures_of(one),
        )
        for one in messages
    ]


def open_mailings(user: User, cycle: Cycle) -> list[tuple[Mailing, int]]:
    """Prepared mailings that wait for a decision to send them, each with how many people get it."""
    waiting = mailings_visible_to(user).filter(
        cycle=cycle, released_at__isnull=True, cancelled_at__isnull=True
    )
    counts: dict[int, int] = dict(
        Message.objects.filter(mailing__in=waiting)
        .order_by()
        .values_list("mailing")
        .annotate(count=Count("pk"))
    )
    return [(one, counts.get(one.pk, 0)) for one in waiting.order_by("prepared_at", "pk")]


def failed_count(user: User, cycle: Cycle) -> int:
    """How many messages of a cycle could not be sent."""
    return Message.objects.filter(
        mailing__in=mailings_visible_to(user).filter(cycle=cycle), status=MessageStatus.FAILED
    ).count()
