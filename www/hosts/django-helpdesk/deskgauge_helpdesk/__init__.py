"""Service levels and escalations of django-helpdesk's tickets, computed in the browser."""
