# SPDX-License-Identifier: MIT
"""Replays scenario.json through django-helpdesk's own code, with the clock moved to each event's instant:
customers' messages go through its e-mail intake, agents' work through update_ticket(), hold/unhold through its view,
automatic escalation through its management command (queue Billing, every 5 days).
usage: python seed.py scenario.json   (DJANGO_SETTINGS_MODULE=desk.settings, cwd = project/)"""
import json, logging, os, sys, time
from collections import Counter
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "desk.settings")
sys.path.insert(0, os.getcwd())
import django; django.setup()
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from helpdesk.email import extract_email_metadata
from helpdesk.models import Queue, Ticket, UserSettings
from helpdesk.update_ticket import update_ticket

S = json.load(open(sys.argv[1])); t0 = time.time(); n = Counter()
log = logging.getLogger("seed"); log.addHandler(logging.NullHandler()); log.propagate = False
ts = lambda s: datetime.fromisoformat(s.replace("Z", "+00:00"))
U = get_user_model()
STATUS = {"open": Ticket.OPEN_STATUS, "resolved": Ticket.RESOLVED_STATUS, "rejected": Ticket.DUPLICATE_STATUS}
HOURS = {"gold": 8, "silver": 48, "bronze": 120}
cust = {c["username"]: c for c in S["customers"]}
agents, queues, ids, mid = {}, {}, {}, {}


def mail(T, body, tag="", reply_to=None):
    c = cust[T["customer"]]; m = EmailMessage()
    m["From"] = f'{c["name"]} <{c["email"]}>'; m["To"] = queues[T["queue"]].email_address
    m["Subject"] = f"Re: {tag} {T['subject']}" if tag else T["subject"]
    m["Message-ID"] = f"<{T['key']}.{n['mail']}@mail.example>"; n["mail"] += 1
    if reply_to: m["In-Reply-To"] = reply_to
    m["Date"] = format_datetime(datetime.now().astimezone()); m.set_content(body)
    return m


def click(user, path):                                  # a staff member presses a button in the web interface
    c = Client(headers={"host": "127.0.0.1"}); c.force_login(user); r = c.post(path)
    assert r.status_code == 302, (path, r.status_code)


def run(T, e):
    k = e["type"]; n[k] += 1
    if k == "create":
        m = mail(T, T["body"]); t = extract_email_metadata(m.as_string(), queues[T["queue"]], log)
        Ticket.objects.filter(id=t.id).update(priority=T["priority"], due_date=ts(T["created"]) + timedelta(hours=HOURS[T["sla"]]))
        ids[T["key"]] = t.id; mid[T["key"]] = m["Message-ID"]; return
    t = Ticket.objects.get(id=ids[T["key"]])
    if k == "customer_reply":
        extract_email_metadata(mail(T, e["body"], t.ticket, mid[T["key"]]).as_string(), t.queue, log)
        t.refresh_from_db()
        if t.on_hold:                                   # helpdesk does not lift the hold by itself; an agent would
            click(t.assigned_to or agents["hugo"], f"/tickets/{t.id}/unhold/")
        return
    by = agents[e["by"]]
    if k == "reply": update_ticket(by, t, comment=e["body"], public=True)
    elif k == "note": update_ticket(by, t, comment=e["body"], public=False)
    elif k == "assign": update_ticket(by, t, owner=agents[e["to"]].id)
    elif k == "queue": update_ticket(by, t, queue=queues[e["to"]].id)
    elif k == "priority": update_ticket(by, t, priority=max(1, t.priority - (e["from"] - e["to"])))
    elif k == "status" and e["to"] == "stalled":
        click(by, f"/tickets/{t.id}/hold/")
    elif k == "status": update_ticket(by, t, new_status=STATUS[e["to"]], public=e["to"] == "resolved")


work = []
for T in S["tickets"]:
    work.append((ts(T["created"]), T["key"], 0, T, {"type": "create"}))
    work += [(ts(e["at"]), T["key"], i + 1, T, e) for i, e in enumerate(T["events"])]
work.sort(key=lambda w: w[:3])
with transaction.atomic():
    with time_machine.travel(ts(S["meta"]["start"]) - timedelta(days=1), tick=False):
        U.objects.create_superuser("root", "root@support.example", "password")
        for a in S["agents"]:
            f, l = a["name"].split(" ", 1)
            agents[a["username"]] = U.objects.create_user(a["username"], a["email"], "password", first_name=f, last_name=l, is_staff=True)
        for q in S["queues"]:
            queues[q["name"]] = Queue.objects.create(title=q["name"], slug=q["slug"], email_address=f'{q["slug"]}@support.example', allow_email_submission=True,
                                                     email_box_type="local", escalate_days=5 if q["name"] == "Billing" else 0)
        # Agents work in every queue, Kim in one only.
        kim = U.objects.create_user("kim", "kim@support.example", "password", is_staff=True)
        for q in queues.values():
            right = Permission.objects.get(codename=q.permission_name.split(".")[1])
            for user in [*agents.values(), *([kim] if q.title == "Support L1" else [])]: user.user_permissions.add(right)
    day = ts(S["meta"]["start"]).date()
    for at, _, _, T, e in work:
        while day < at.date():                          # cron: escalate once a night
            day += timedelta(days=1)
            with time_machine.travel(datetime(day.year, day.month, day.day, 0, 5, tzinfo=at.tzinfo), tick=False): call_command("escalate_tickets")
        with time_machine.travel(at, tick=False): run(T, e)
print(f"seeded in {time.time() - t0:.0f}s: " + ", ".join(f"{k}={v}" for k, v in sorted(n.items())))
