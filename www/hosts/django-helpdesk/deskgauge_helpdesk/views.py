"""The overview page, and what django-helpdesk's own API leaves out: when a ticket was created, and every change of a field."""

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET
from helpdesk.decorators import helpdesk_staff_member_required, is_helpdesk_staff
from helpdesk.models import FollowUp
from helpdesk.user import HelpdeskUser

# So many tickets an answer, each with its whole history.
PAGE = 100


@require_GET
@helpdesk_staff_member_required
def overview(request):
    return render(request, "deskgauge_helpdesk/overview.html")


@require_GET
def history(request):
    """Tickets that the user may see, in the order of their ids, with their follow-ups: `next` is the id to go on after.

    `ticket` asks for one of them, `since` for those that changed since then, `after` for those with a larger id.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"detail": "Authentication credentials were not provided."}, status=401)
    if not is_helpdesk_staff(request.user):
        return JsonResponse({"detail": "You do not have permission to perform this action."}, status=403)
    tickets = HelpdeskUser(request.user).accessible_tickets().select_related("queue", "assigned_to")
    try:
        wanted = request.GET.get("ticket")
        tickets = tickets.filter(id__gt=int(request.GET.get("after", 0)))
        if wanted is not None:
            tickets = tickets.filter(id=int(wanted))
        if "since" in request.GET:
            since = parse_datetime(request.GET["since"])
            if since is None:
                raise ValueError
            tickets = tickets.filter(modified__gte=since)
    except (ValueError, OverflowError):
        return JsonResponse({"detail": "Bad request."}, status=400)
    page = list(tickets.order_by("id")[:PAGE])
    if wanted is not None and not page:
        return JsonResponse({"detail": "You do not have permission to perform this action."}, status=403)
    more = wanted is None and len(page) == PAGE
    return JsonResponse({"tickets": _told(page), "next": page[-1].id if more else None})


def _told(tickets):
    follow_ups = {}
    rows = FollowUp.objects.filter(ticket__in=tickets).select_related("user").order_by("date", "id")
    for row in rows.prefetch_related("ticketchange_set"):
        follow_ups.setdefault(row.ticket_id, []).append(_follow_up(row))
    return [
        {
            "id": ticket.id,
            "title": ticket.title,
            "created": ticket.created,
            "modified": ticket.modified,
            "due_date": ticket.due_date,
            "status": ticket.status,
            "on_hold": ticket.on_hold,
            "priority": ticket.priority,
            "queue": {"id": ticket.queue_id, "title": ticket.queue.title},
            "assigned_to": _name(ticket.assigned_to),
            "followups": follow_ups.get(ticket.id, []),
        }
        for ticket in tickets
    ]


def _follow_up(row):
    return {
        "id": row.id,
        "date": row.date,
        "title": row.title,
        "public": row.public,
        "direction": row.direction,
        "user": _name(row.user),
        "has_message_id": bool(row.message_id),
        "new_status": row.new_status,
        "comment": bool(row.comment),
        "changes": [
            {"field": change.field, "old": change.old_value, "new": change.new_value}
            for change in row.ticketchange_set.all()
        ],
    }


def _name(user):
    return user.get_username() if user else None
