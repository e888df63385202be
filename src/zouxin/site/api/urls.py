"""Addresses of this app."""

from django.urls import include, path

from zouxin.site.api.gate import api as gates
from zouxin.site.api.v1 import api
from zouxin.site.api.views import doc, open311, token

app_name = "api"
urlpatterns = [
    path("", doc.DocView.as_view(), name="doc_view"),
    path("tokens/", token.TokenList.as_view(), name="token_list"),
    path("v1/openapi.json", doc.OpenapiJson.as_view(), name="openapi_json"),
    path("open311/v2/services.<str:form>", open311.ServiceJson.as_view(), name="service_json"),
    path("open311/v2/requests.<str:form>", open311.RequestJson.as_view(), name="request_json"),
    path("open311/v2/requests/<str:number>.<str:form>", open311.RequestOneJson.as_view(), name="request_one_json"),
    path("open311/v2/tokens/<str:token>.<str:form>", open311.TokenJson.as_view(), name="token_json"),
    path("open311/v2/servicerequestupdates.<str:form>", open311.UpdateJson.as_view(), name="update_json"),
    path("gate/", include((gates.urls[0][:-1], "gate"))),
    path("v1/", include((api.urls[0][:-1], "v1"))),  # the last is the library's own front page
    path("v1/<path:rest>", doc.MissingJson.as_view(), name="missing_json"),
    path("v1/", doc.MissingJson.as_view(), name="missing_json"),
]
