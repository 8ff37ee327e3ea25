"""What the templates need: `{% deskgauge %}` writes settings and the module that fills the page's places for widgets."""

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, json_script
from django.utils.safestring import mark_safe

from ..bundle import FOLDER

register = template.Library()


@register.simple_tag
def deskgauge():
    told = {
        "history": reverse("deskgauge:history"),
        # The number of a ticket takes the place of the nought.
        "ticket": reverse("helpdesk:view", args=[0]),
        "timeZone": settings.TIME_ZONE,
        "options": getattr(settings, "DESKGAUGE", {}),
    }
    script = static(f"deskgauge_helpdesk/{FOLDER}/boot.js")
    block = json_script(told, "deskgauge-settings")
    return format_html('{}<script type="module" src="{}"></script>', block, script)


@register.filter
def deskgauge_entry(sidebar, request):
    """The sidebar with an entry for the overview page at its end; helpdesk has no block for one."""
    before, end, after = str(sidebar).rpartition("</ul>")
    entry = render_to_string(
        "deskgauge_helpdesk/entry.html", {"url": reverse("deskgauge:overview"), "request": request}
    )
    return mark_safe(before + entry + end + after) if end else sidebar
