"""The stock admin with the product's registered tables, without the second factor."""

from django.contrib import admin
from django.urls import path

from tests.portals.addresses import urlpatterns as portals

plain = admin.AdminSite(name="admin")
for model, registered in list(admin.site._registry.items()):
    plain.register(model, type(registered))

urlpatterns = [*portals, path("admin/", plain.urls)]
