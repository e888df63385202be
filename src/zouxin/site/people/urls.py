"""Addresses of this app."""

from django.urls import path

from zouxin.site.components.listing import listing
from zouxin.site.people.views import event, second_factor, session, unit, user

app_name = "people"
urlpatterns = [
    path("login/", session.SessionOpen.as_view(), name="session_open"),
    path("logout/", session.SessionClose.as_view(), name="session_close"),
    path("display/", session.DisplayChange.as_view(), name="display_change"),
    path("account/", session.AccountView.as_view(), name="account_view"),
    path("account/code/", second_factor.SecondFactorAsk.as_view(), name="second_factor_ask"),
    path("account/code/make/", second_factor.SecondFactorMake.as_view(), name="second_factor_make"),
    path("account/code/drop/", second_factor.SecondFactorDrop.as_view(), name="second_factor_drop"),
    path("invitation/<str:token>/", session.InvitationAccept.as_view(), name="invitation_accept"),
    *listing("units/", unit.UnitList, "unit_list"),
    path("units/suggest/", unit.UnitSuggest.as_view(), name="unit_suggest"),
    path("units/<int:pk>/", unit.UnitView.as_view(), name="unit_view"),
    path("units/<int:pk>/add/", unit.UnitAdd.as_view(), name="unit_add"),
    *listing("people/", user.AppointmentList, "appointment_list"),
    path("people/<int:pk>/", user.AppointmentView.as_view(), name="appointment_view"),
    path("people/invite/", user.InvitationMake.as_view(), name="invitation_make"),
    *listing("log/", event.EventList, "event_list"),
]
