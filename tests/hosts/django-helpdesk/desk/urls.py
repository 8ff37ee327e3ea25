from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("deskgauge/", include("deskgauge_helpdesk.urls")),
    path("", include("helpdesk.urls", namespace="helpdesk")),
]
