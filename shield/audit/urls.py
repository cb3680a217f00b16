"""Where is the audit?"""

from django.urls import path

from shield.audit.views import AuditSearch

urlpatterns = [path("", AuditSearch.as_view(), name="audit_search")]
