"""Addresses of this app."""

from django.urls import path

from zouxin.site.components.listing import listing
from zouxin.site.mailbox.views import endpoint, feed, incoming, intake, letter, map, passing, public, reply

app_name = "mailbox"
urlpatterns = [
    path("write/", public.LetterWrite.as_view(), name="letter_write"),
    path("units/", public.UnitSeek.as_view(), name="unit_seek"),
    path("map.geojson", map.MapBase.as_view(), name="map_base"),
    path("find/", public.LetterFind.as_view(), name="letter_find"),
    path("mine/<str:number>/<str:secret>/", public.LetterReceipt.as_view(), name="letter_receipt"),
    *listing("public/", public.PublicLetterList, "public_letter_list"),
    path("public/feed.rss", feed.LetterFeed.as_view(), name="letter_feed"),
    path("public/numbers/", public.PublicNumbers.as_view(), name="public_numbers"),
    path("public/picture/<int:pk>.jpg", public.PublicPicture.as_view(), name="public_picture"),
    path("public/<str:number>/", public.PublicLetterView.as_view(), name="public_letter_view"),
    *listing("letters/", letter.LetterList, "letter_list"),
    path("letters/<int:pk>/", letter.LetterView.as_view(), name="letter_view"),
    path("letters/<int:pk>/reply/", reply.ReplyDraft.as_view(), name="reply_draft"),
    *listing("incoming/", incoming.IncomingList, "incoming_list"),
    path("incoming/sort/", incoming.IncomingSort.as_view(), name="incoming_sort"),
    path("incoming/<int:pk>/", incoming.IncomingView.as_view(), name="incoming_view"),
    path("incoming/files/<int:pk>/", incoming.IncomingAttachment.as_view(), name="incoming_attachment"),
    *listing("intakes/", intake.IntakeList, "intake_list"),
    path("intakes/upload/", intake.IntakeUpload.as_view(), name="intake_upload"),
    path("intakes/<int:pk>/", intake.IntakeView.as_view(), name="intake_view"),
    *listing("intakes/<int:pk>/problems/", intake.IntakeProblemList, "intake_problem_list"),
    path("letters/<int:pk>/pass/", passing.PassingMake.as_view(), name="passing_make"),
    *listing("passed/", passing.PassingList, "passing_list"),
    path("passed/<int:pk>/", passing.PassingView.as_view(), name="passing_view"),
    path("passed/picture/<int:pk>.jpg", passing.PassingPicture.as_view(), name="passing_picture"),
    *listing("systems/", endpoint.EndpointList, "endpoint_list"),
    path("systems/add/", endpoint.EndpointAdd.as_view(), name="endpoint_add"),
    path("systems/<int:pk>/", endpoint.EndpointView.as_view(), name="endpoint_view"),
    path("files/<int:pk>/", letter.LetterAttachment.as_view(), name="letter_attachment"),
    path("replies/<int:pk>/", reply.ReplyView.as_view(), name="reply_view"),
    *listing("templates/", reply.TemplateList, "template_list"),
    path("templates/add/", reply.TemplateAdd.as_view(), name="template_add"),
    path("templates/<int:pk>/", reply.TemplateView.as_view(), name="template_view"),
]
