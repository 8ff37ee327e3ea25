from django.urls import path

from . import views

app_name = "deskgauge"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("history.json", views.history, name="history"),
]
