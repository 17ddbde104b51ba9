"""Addresses of papers."""

from django.urls import path

from paravent.papers import views

app_name = "papers"
urlpatterns = [
    path("how-long/", views.terms, name="terms"),
    path("how-long/<str:language>.pdf", views.terms_on_paper, name="terms_on_paper"),
    path("papers/", views.papers, name="papers"),
    path("papers/<str:name>/", views.one, name="one"),
    path("papers/<str:name>/<str:language>.pdf", views.on_paper, name="on_paper"),
]
