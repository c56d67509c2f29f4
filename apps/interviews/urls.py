from django.urls import path

from apps.interviews import views

urlpatterns = [
    path("interviews/", views.interview_list, name="interview_list"),
    path("interviews/join/", views.sitting_join, name="sitting_join"),
    path("interviews/items/<uuid:item_id>/", views.interview_begin, name="interview_begin"),
    path("interviews/<uuid:sitting_id>/", views.sitting_page, name="sitting_page"),
    path("interviews/<uuid:sitting_id>/panel/", views.sitting_panel, name="sitting_panel"),
    path("interviews/<uuid:sitting_id>/clock/", views.sitting_move, name="sitting_move"),
    path("interviews/<uuid:sitting_id>/questions/", views.sitting_ask, name="sitting_ask"),
    path("interviews/<uuid:sitting_id>/sums/", views.sitting_sum, name="sitting_sum"),
    path("interviews/<uuid:sitting_id>/prompts/", views.sitting_prompt, name="sitting_prompt"),
    path("interviews/<uuid:sitting_id>/decisions/", views.sitting_decision, name="sitting_decision"),
    path("interviews/<uuid:sitting_id>/curveballs/", views.sitting_throw, name="sitting_throw"),
    path("interviews/<uuid:sitting_id>/noticed/", views.sitting_notice, name="sitting_notice"),
    path("interviews/<uuid:sitting_id>/end/", views.sitting_finish, name="sitting_finish"),
    path("interviews/<uuid:sitting_id>/report/", views.sitting_report, name="sitting_report"),
    path("interviews/<uuid:sitting_id>/judgements/", views.sitting_judge, name="sitting_judge"),
    path("interviews/<uuid:sitting_id>/news/", views.sitting_news, name="sitting_news"),
    path("interviews/<uuid:sitting_id>/document.json", views.sitting_document, name="sitting_document"),
    path("interviews/<uuid:sitting_id>/invitation/", views.sitting_invite, name="sitting_invite"),
    path("interviews/<uuid:sitting_id>/desk/", views.sitting_desk, name="sitting_desk"),
    path("interviews/<uuid:sitting_id>/guide/", views.sitting_guide, name="sitting_guide"),
    path("interviews/<uuid:sitting_id>/remarks/", views.sitting_remark, name="sitting_remark"),
    path("interviews/<uuid:sitting_id>/swap/", views.sitting_swap, name="sitting_swap"),
]
