"""Where is it?"""

from django.urls import path

from conferences import views
from conferences.services.access import CONFERENCE
from shield.cases.urls import paths

# Pages of those who chair or administer conferences.
CONFERENCES = [
    path("", views.ConferenceList.as_view(), name="conference_list"),
    *paths(CONFERENCE),
    path("schedule/", views.ConferenceSchedule.as_view(), name="conference_schedule"),
    path("<int:pk>/", views.ConferenceDetail.as_view(), name="conference_detail"),
    path("<int:pk>/start-from/", views.ConferenceStartFrom.as_view(), name="conference_start_from"),
    path("<int:pk>/edit/", views.ConferenceEdit.as_view(), name="conference_edit"),
    path("<int:pk>/move/", views.ConferenceMove.as_view(), name="conference_move"),
    path("<int:pk>/cancel/", views.ConferenceCancel.as_view(), name="conference_cancel"),
    path("<int:pk>/hand-on/", views.ConferenceHandOn.as_view(), name="conference_hand_on"),
    path("<int:pk>/children/add/", views.ChildAdd.as_view(), name="conference_child_add"),
    path("<int:pk>/children/<int:row>/", views.ChildEdit.as_view(), name="conference_child_edit"),
    path(
        "<int:pk>/children/<int:row>/remove/",
        views.ChildRemove.as_view(),
        name="conference_child_remove",
    ),
    path("<int:pk>/family/add/", views.GuestAdd.as_view(), name="conference_guest_add"),
    path("<int:pk>/family/<int:row>/", views.GuestEdit.as_view(), name="conference_guest_edit"),
    path(
        "<int:pk>/family/<int:row>/remove/",
        views.GuestRemove.as_view(),
        name="conference_guest_remove",
    ),
    path(
        "<int:pk>/relatives/<int:row>/",
        views.RelativeDecide.as_view(),
        name="conference_relative",
    ),
    path("<int:pk>/reports/ask/", views.ReportAsk.as_view(), name="report_ask"),
    path(
        "<int:pk>/reports/ask-several/",
        views.ReportAskSeveral.as_view(),
        name="report_ask_several",
    ),
    path(
        "<int:pk>/reports/<int:row>/withdraw/",
        views.ReportWithdraw.as_view(),
        name="report_withdraw",
    ),
    path("<int:pk>/reports/<int:row>/", views.ConferenceReport.as_view(), name="conference_report"),
    path(
        "<int:pk>/reports/<int:row>/pdf/",
        views.ConferenceReportPdf.as_view(),
        name="conference_report_pdf",
    ),
    path(
        "<int:pk>/reports/<int:row>/family-copy/",
        views.ConferenceReportFamilyPdf.as_view(),
        name="conference_report_family_pdf",
    ),
    path(
        "<int:pk>/reports/<int:row>/disclose/",
        views.ConferenceDisclose.as_view(),
        name="conference_disclose",
    ),
    path(
        "<int:pk>/reports/<int:row>/files/<int:file>/",
        views.ConferenceReportFile.as_view(),
        name="conference_report_file",
    ),
]
# Pages of what happens at a conference, and after it.
OUTCOMES = [
    path(
        "<int:pk>/attendance/", views.ConferenceAttendance.as_view(), name="conference_attendance"
    ),
    path("attendance/<int:pk>/remove/", views.AttendanceRemove.as_view(), name="attendance_remove"),
    path("<int:pk>/quorum/", views.ConferenceQuorum.as_view(), name="conference_quorum"),
    path("<int:pk>/outcome/", views.ConferenceOutcome.as_view(), name="conference_outcome"),
    path("<int:pk>/outline/", views.ConferenceOutline.as_view(), name="conference_outline"),
    path("<int:pk>/outline/add/", views.PlanStepAdd.as_view(), name="plan_step_add"),
    path("steps/<int:pk>/remove/", views.PlanStepRemove.as_view(), name="plan_step_remove"),
    path("children/<int:pk>/decide/", views.ChildDecide.as_view(), name="child_decide"),
    path("children/<int:pk>/dissent/", views.ChildDissent.as_view(), name="child_dissent"),
    path("dissents/<int:pk>/remove/", views.DissentRemove.as_view(), name="dissent_remove"),
    path("<int:pk>/hold/", views.ConferenceHold.as_view(), name="conference_hold"),
    path("<int:pk>/correct/", views.OutcomeCorrect.as_view(), name="outcome_correct"),
    path("<int:pk>/review/", views.ConferenceReview.as_view(), name="conference_review"),
    path("<int:pk>/reconvene/", views.ConferenceReconvene.as_view(), name="conference_reconvene"),
    path("<int:pk>/core-group/", views.CoreGroupDetail.as_view(), name="core_group_detail"),
    path("<int:pk>/core-group/plan/", views.CoreGroupPlan.as_view(), name="core_group_plan"),
    path("<int:pk>/core-group/hold/", views.CoreGroupHold.as_view(), name="core_group_hold"),
    path(
        "<int:pk>/core-group/add/",
        views.CoreGroupMemberAdd.as_view(),
        name="core_group_member_add",
    ),
    path(
        "core-group/<int:pk>/remove/",
        views.CoreGroupMemberRemove.as_view(),
        name="core_group_member_remove",
    ),
    path("plans/<int:pk>/lead/", views.PlanLead.as_view(), name="plan_lead"),
    path("plans/<int:pk>/end/", views.PlanEnd.as_view(), name="plan_end"),
    path("<int:pk>/letters/", views.OutcomeLetters.as_view(), name="outcome_letter"),
    path("letters/<int:pk>/pdf/", views.OutcomeLetterPdf.as_view(), name="outcome_letter_pdf"),
    path(
        "letters/<int:pk>/pdf/progress/",
        views.OutcomeLetterProgress.as_view(),
        name="outcome_letter_progress",
    ),
]
# Pages of the chair's pack.
PACKS = [
    path("<int:pk>/pack/", views.ConferencePack.as_view(), name="conference_pack"),
    path("packs/<int:pk>/pdf/", views.ConferencePackPdf.as_view(), name="conference_pack_pdf"),
    path(
        "packs/<int:pk>/annex/", views.ConferencePackAnnex.as_view(), name="conference_pack_annex"
    ),
    path(
        "packs/<int:pk>/progress/",
        views.ConferencePackProgress.as_view(),
        name="conference_pack_progress",
    ),
    path(
        "packs/<int:pk>/share/", views.ConferencePackShare.as_view(), name="conference_pack_share"
    ),
    path(
        "packs/shares/<int:pk>/end/",
        views.PackShareEnd.as_view(),
        name="conference_pack_share_end",
    ),
    path("reports/<int:pk>/pack/", views.RequestPack.as_view(), name="request_pack"),
    path(
        "reports/<int:pk>/pack/annex/", views.RequestPackAnnex.as_view(), name="request_pack_annex"
    ),
]
# Pages of an agency that is asked.
REPORTS = [
    path("reports/", views.RequestList.as_view(), name="report_request_list"),
    path("reports/<int:pk>/assign/", views.RequestAssign.as_view(), name="report_assign"),
    path("reports/<int:pk>/join/", views.RequestJoin.as_view(), name="report_join"),
    path(
        "reports/<int:pk>/members/<int:row>/leave/",
        views.RequestLeave.as_view(),
        name="report_leave",
    ),
    path("reports/<int:pk>/decline/", views.RequestDecline.as_view(), name="report_decline"),
    path("reports/<int:pk>/reopen/", views.RequestReopen.as_view(), name="report_reopen"),
    path("reports/<int:pk>/", views.RequestDetail.as_view(), name="report_request"),
]
# Pages of a report, by what its agency was asked.
WRITING = [
    path("reports/<int:pk>/begin/", views.ReportBegin.as_view(), name="report_begin"),
    path("reports/<int:pk>/tasks/", views.ReportTasks.as_view(), name="report_tasks"),
    path("reports/<int:pk>/check/", views.ReportCheck.as_view(), name="report_check"),
    path("reports/<int:pk>/report/", views.ReportDetail.as_view(), name="report_detail"),
    path("reports/<int:pk>/review/", views.ReportReview.as_view(), name="report_review"),
    path("reports/<int:pk>/send/", views.ReportSend.as_view(), name="report_send"),
    path("reports/<int:pk>/take-back/", views.ReportTakeBack.as_view(), name="report_take_back"),
    path("reports/<int:pk>/add/", views.ReportAdd.as_view(), name="report_add"),
    path("reports/<int:pk>/disclose/", views.ReportDisclose.as_view(), name="report_disclose"),
    path("reports/<int:pk>/files/", views.ReportFiles.as_view(), name="report_files"),
    path("reports/<int:pk>/files/<int:row>/", views.ReportFileOpen.as_view(), name="report_file"),
    path(
        "reports/<int:pk>/files/<int:row>/remove/",
        views.ReportFileRemove.as_view(),
        name="report_file_remove",
    ),
    path("reports/<int:pk>/pdf/", views.ReportPdf.as_view(), name="report_pdf"),
    path(
        "reports/<int:pk>/family-copy/", views.ReportFamilyPdf.as_view(), name="report_family_pdf"
    ),
    path(
        "reports/<int:pk>/pdf/progress/",
        views.ReportPdfProgress.as_view(),
        name="report_pdf_progress",
    ),
    path("reports/<int:pk>/write/<slug:slug>/", views.ReportStep.as_view(), name="report_step"),
    path(
        "reports/<int:pk>/write/<slug:slug>/add/",
        views.ReportRow.as_view(),
        name="report_row_add",
    ),
    path(
        "reports/<int:pk>/write/<slug:slug>/<int:row>/",
        views.ReportRow.as_view(),
        name="report_row_edit",
    ),
    path(
        "reports/<int:pk>/write/<slug:slug>/<int:row>/remove/",
        views.ReportRowRemove.as_view(),
        name="report_row_remove",
    ),
]

# Pages of figures, which tell of no case.
FIGURES = [
    path("timeliness/", views.Timeliness.as_view(), name="timeliness"),
    path(
        "timeliness/<str:quarter>/propose/",
        views.TimelinessPropose.as_view(),
        name="timeliness_propose",
    ),
    path(
        "timeliness/papers/<int:pk>/",
        views.TimelinessPaperDetail.as_view(),
        name="timeliness_paper",
    ),
    path(
        "timeliness/papers/<int:pk>/pdf/",
        views.TimelinessPaperPdf.as_view(),
        name="timeliness_paper_pdf",
    ),
]

# Pages of what keeps conferences from being erased.
HOLDS = [
    path("legal-holds/", views.LegalHoldList.as_view(), name="legal_hold_list"),
    path("legal-holds/place/", views.LegalHoldPlace.as_view(), name="legal_hold_place"),
    path("legal-holds/<int:pk>/", views.LegalHoldDetail.as_view(), name="legal_hold_detail"),
    path("legal-holds/<int:pk>/lift/", views.LegalHoldLift.as_view(), name="legal_hold_lift"),
]

urlpatterns = [*CONFERENCES, *OUTCOMES, *PACKS, *REPORTS, *WRITING, *FIGURES, *HOLDS]
