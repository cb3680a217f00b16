"""Where is it? Under `partnership/`."""

from django.urls import path

from partnership.views import (
    action_lists,
    actions,
    agendas,
    attendance,
    bodies,
    calendar,
    challenges,
    changes,
    deciding,
    decisions,
    duties,
    escalations,
    feeds,
    interests,
    invitations,
    items,
    meetings,
    minute,
    minutes,
    money,
    packs,
    papers,
    planner,
    plans,
    proposals,
    published,
    readers,
    requests,
    returns,
    scrutiny,
    seats,
)

BODIES = [
    path("", bodies.BodyList.as_view(), name="body_list"),
    path("bodies/add/", bodies.BodyAdd.as_view(), name="body_add"),
    path("bodies/<int:pk>/", bodies.BodyDetail.as_view(), name="body_detail"),
    path("bodies/<int:pk>/edit/", bodies.BodyEdit.as_view(), name="body_edit"),
    path("bodies/<int:pk>/terms/", bodies.TermsAdopt.as_view(), name="terms_adopt"),
    path("bodies/<int:pk>/agreement/", bodies.AgreementDetail.as_view(), name="agreement_detail"),
    path(
        "bodies/<int:pk>/agreement/new/", bodies.AgreementRecord.as_view(), name="agreement_record"
    ),
    path("bodies/<int:pk>/items/add/", bodies.ItemAdd.as_view(), name="item_add"),
    path("items/<int:pk>/", bodies.ItemEdit.as_view(), name="item_edit"),
    path("items/<int:pk>/move/", bodies.ItemMove.as_view(), name="item_move"),
    path("items/<int:pk>/remove/", bodies.ItemRemove.as_view(), name="item_remove"),
]
SEATS = [
    path("seats/", seats.SeatList.as_view(), name="seat_list"),
    path("seats/appoint/", seats.SeatAppointMany.as_view(), name="seat_appoint_many"),
    path("bodies/<int:pk>/seats/add/", seats.SeatAdd.as_view(), name="seat_add"),
    path("seats/<int:pk>/", seats.SeatEdit.as_view(), name="seat_edit"),
    path("seats/<int:pk>/end/", seats.SeatEnd.as_view(), name="seat_end"),
    path("seats/<int:pk>/appoint/", seats.SeatAppoint.as_view(), name="seat_appoint"),
    path("seats/<int:pk>/change/", changes.ChangeNotify.as_view(), name="change_notify"),
    path("appointments/<int:pk>/end/", seats.HoldingEnd.as_view(), name="holding_end"),
    path("agency/", changes.AgencySeats.as_view(), name="agency_seats"),
    path("changes/", changes.ChangeList.as_view(), name="change_list"),
    path("changes/<int:pk>/", changes.ChangeAnswer.as_view(), name="change_answer"),
]
MEETINGS = [
    path("meetings/", meetings.MeetingList.as_view(), name="meeting_list"),
    path("meetings/add/", meetings.MeetingAdd.as_view(), name="meeting_add"),
    path("meetings/<int:pk>/", meetings.MeetingDetail.as_view(), name="meeting_detail"),
    path("meetings/<int:pk>/edit/", meetings.MeetingEdit.as_view(), name="meeting_edit"),
    path("meetings/<int:pk>/move/", meetings.MeetingMove.as_view(), name="meeting_move"),
    path("meetings/<int:pk>/confirm/", meetings.MeetingConfirm.as_view(), name="meeting_confirm"),
    path("meetings/<int:pk>/remove/", meetings.MeetingRemove.as_view(), name="meeting_remove"),
    path("meetings/<int:pk>/cancel/", meetings.MeetingCancel.as_view(), name="meeting_cancel"),
    path("meetings/<int:pk>/reply/", invitations.MeetingReply.as_view(), name="meeting_reply"),
    path("meetings/<int:pk>/invite/", invitations.CoOpt.as_view(), name="co_opt"),
    path("invited/<int:pk>/", invitations.InvitedReply.as_view(), name="invited_reply"),
    path("invited/<int:pk>/end/", invitations.CoOptionEnd.as_view(), name="co_option_end"),
    path("meetings/<int:pk>/meeting.ics", calendar.MeetingFile.as_view(), name="meeting_file"),
    path("calendar/", calendar.CalendarNow.as_view(), name="calendar_now"),
    path(
        "calendar/<int:year>/<int:month>/", calendar.CalendarMonth.as_view(), name="calendar_month"
    ),
    path("feeds/", feeds.FeedList.as_view(), name="feed_list"),
    path("feeds/make/", feeds.FeedMake.as_view(), name="feed_make"),
    path("feeds/<int:pk>/replace/", feeds.FeedReplace.as_view(), name="feed_replace"),
    path("feeds/<int:pk>/end/", feeds.FeedEnd.as_view(), name="feed_end"),
    path("years/", planner.YearPropose.as_view(), name="year_propose"),
    path("years/<int:year>/", planner.YearDetail.as_view(), name="year_detail"),
    path("years/<int:year>/confirm/", planner.YearConfirm.as_view(), name="year_confirm"),
    path("years/<int:year>/discard/", planner.YearDiscard.as_view(), name="year_discard"),
]
DECISIONS = [
    path("decisions/", decisions.DecisionList.as_view(), name="decision_list"),
    path("decisions/<int:pk>/", decisions.DecisionDetail.as_view(), name="decision_detail"),
    path("decisions/<int:pk>/edit/", deciding.DecisionEdit.as_view(), name="decision_edit"),
    path(
        "decisions/<int:pk>/withdraw/",
        deciding.DecisionWithdraw.as_view(),
        name="decision_withdraw",
    ),
    path("agenda/<int:pk>/decide/", deciding.DecisionAdd.as_view(), name="decision_add"),
    path("between/", requests.RequestList.as_view(), name="decision_request_list"),
    path(
        "bodies/<int:pk>/between/add/", requests.RequestAdd.as_view(), name="decision_request_add"
    ),
    path("between/<int:pk>/", requests.RequestDetail.as_view(), name="decision_request_detail"),
    path(
        "between/<int:pk>/answer/", requests.RequestAnswer.as_view(), name="decision_request_answer"
    ),
    path(
        "between/<int:pk>/conflict/",
        requests.RequestConflict.as_view(),
        name="decision_request_conflict",
    ),
    path(
        "between/<int:pk>/withdraw/",
        requests.RequestWithdraw.as_view(),
        name="decision_request_withdraw",
    ),
]
AGENDAS = [
    path("meetings/<int:pk>/agenda/", agendas.AgendaDetail.as_view(), name="agenda_detail"),
    path("meetings/<int:pk>/agenda/draft/", agendas.AgendaDraft.as_view(), name="agenda_draft"),
    path(
        "meetings/<int:pk>/agenda/publish/", agendas.AgendaPublish.as_view(), name="agenda_publish"
    ),
    path("meetings/<int:pk>/pack/", packs.PackDetail.as_view(), name="pack_detail"),
    path("meetings/<int:pk>/pack/progress/", packs.PackProgress.as_view(), name="pack_progress"),
    path("meetings/<int:pk>/pack/file/", packs.PackFile.as_view(), name="pack_file"),
    path("meetings/<int:pk>/agenda/opened/", agendas.AgendaOpened.as_view(), name="agenda_opened"),
    path("meetings/<int:pk>/agenda/add/", items.AgendaItemAdd.as_view(), name="agenda_item_add"),
    path("agenda/<int:pk>/", items.AgendaItemDetail.as_view(), name="agenda_item_detail"),
    path("agenda/<int:pk>/edit/", items.AgendaItemEdit.as_view(), name="agenda_item_edit"),
    path("agenda/<int:pk>/move/", items.AgendaItemMove.as_view(), name="agenda_item_move"),
    path(
        "agenda/<int:pk>/take-off/", items.AgendaItemTakeOff.as_view(), name="agenda_item_take_off"
    ),
    path(
        "agenda/<int:pk>/restrict/",
        readers.AgendaItemRestrict.as_view(),
        name="agenda_item_restrict",
    ),
    path(
        "agenda/<int:pk>/open/",
        readers.AgendaItemUnrestrict.as_view(),
        name="agenda_item_unrestrict",
    ),
    path("agenda/<int:pk>/readers/", readers.ItemReaderName.as_view(), name="item_reader_name"),
    path("agenda/<int:pk>/unread/", readers.UnreadItemName.as_view(), name="unread_item_name"),
    path("readers/<int:pk>/end/", readers.ItemReaderEnd.as_view(), name="item_reader_end"),
    path("agenda/<int:pk>/interest/", interests.InterestDeclare.as_view(), name="interest_declare"),
    path("agenda/<int:pk>/interests/", interests.InterestRecord.as_view(), name="interest_record"),
    path(
        "interests/<int:pk>/take-back/",
        interests.InterestWithdraw.as_view(),
        name="interest_withdraw",
    ),
    path("agenda/<int:pk>/papers/", papers.PaperAdd.as_view(), name="paper_add"),
    path("papers/<int:pk>/", papers.PaperFile.as_view(), name="paper_file"),
    path("papers/<int:pk>/replace/", papers.PaperReplace.as_view(), name="paper_replace"),
    path("papers/<int:pk>/move/", papers.PaperMove.as_view(), name="paper_move"),
    path("papers/<int:pk>/take-back/", papers.PaperTakeBack.as_view(), name="paper_take_back"),
    path("bodies/<int:pk>/propose/", proposals.ProposalAdd.as_view(), name="proposal_add"),
    path("proposals/", proposals.ProposalList.as_view(), name="proposal_list"),
    path("proposals/<int:pk>/", proposals.ProposalDetail.as_view(), name="proposal_detail"),
    path(
        "proposals/<int:pk>/withdraw/",
        proposals.ProposalWithdraw.as_view(),
        name="proposal_withdraw",
    ),
]
BUSINESS = [
    path("priorities/", plans.PriorityList.as_view(), name="priority_list"),
    path("priorities/add/", plans.PriorityAdd.as_view(), name="priority_add"),
    path("priorities/<int:pk>/", plans.PriorityDetail.as_view(), name="priority_detail"),
    path("priorities/<int:pk>/edit/", plans.PriorityEdit.as_view(), name="priority_edit"),
    path("priorities/<int:pk>/measures/", plans.MeasureAdd.as_view(), name="measure_add"),
    path("measures/<int:pk>/", plans.MeasureEdit.as_view(), name="measure_edit"),
    path("duties/", duties.DutyList.as_view(), name="duty_list"),
    path("duties/add/", duties.DutyAdd.as_view(), name="duty_add"),
    path("duties/<int:pk>/", duties.DutyDetail.as_view(), name="duty_detail"),
    path("duties/<int:pk>/edit/", duties.DutyEdit.as_view(), name="duty_edit"),
    path("duties/<int:pk>/due/", duties.DutyDue.as_view(), name="duty_due"),
    path("duties/<int:pk>/report/", duties.ReportRecord.as_view(), name="report_record"),
    path("budgets/", money.BudgetList.as_view(), name="budget_list"),
    path("budgets/add/", money.BudgetAdd.as_view(), name="budget_add"),
    path("budgets/<int:pk>/", money.BudgetDetail.as_view(), name="budget_detail"),
    path("budgets/<int:pk>/edit/", money.BudgetEdit.as_view(), name="budget_edit"),
    path("budgets/<int:pk>/add/", money.ContributionAdd.as_view(), name="contribution_add"),
    path("budgets/<int:pk>/spend/", money.SpendAdd.as_view(), name="spend_add"),
    path("contributions/<int:pk>/", money.ContributionEdit.as_view(), name="contribution_edit"),
    path("timetable/", published.TimetableList.as_view(), name="timetable_list"),
    path("training/", published.TrainingList.as_view(), name="training_list"),
    path("policies/", published.PublishedPolicyList.as_view(), name="published_policy_list"),
]

MINUTES = [
    path(
        "meetings/<int:pk>/attendance/",
        attendance.AttendanceEdit.as_view(),
        name="attendance_edit",
    ),
    path("meetings/<int:pk>/hold/", attendance.MeetingHold.as_view(), name="meeting_hold"),
    path("meetings/<int:pk>/minutes/", minutes.MinutesDetail.as_view(), name="minutes_detail"),
    path("meetings/<int:pk>/minutes/begin/", minutes.MinutesBegin.as_view(), name="minutes_begin"),
    path("meetings/<int:pk>/minutes/ask/", minutes.MinutesAsk.as_view(), name="minutes_ask"),
    path(
        "meetings/<int:pk>/minutes/approve/",
        minutes.MinutesApprove.as_view(),
        name="minutes_approve",
    ),
    path(
        "meetings/<int:pk>/minutes/distribute/",
        minutes.MinutesDistribute.as_view(),
        name="minutes_distribute",
    ),
    path(
        "meetings/<int:pk>/minutes/confirm/",
        minutes.MinutesConfirm.as_view(),
        name="minutes_confirm",
    ),
    path("meetings/<int:pk>/minutes/pdf/", minute.MinutesPdf.as_view(), name="minutes_pdf"),
    path(
        "meetings/<int:pk>/minutes/pdf/progress/",
        minute.MinutesPdfProgress.as_view(),
        name="minutes_pdf_progress",
    ),
    path(
        "meetings/<int:pk>/minutes/pdf/make/",
        minute.MinutesPdfRequest.as_view(),
        name="minutes_pdf_request",
    ),
    path("agenda/<int:pk>/minute/", minute.MinuteEdit.as_view(), name="minute_edit"),
    path("agenda/<int:pk>/minute/here/", minute.MinutePresence.as_view(), name="minute_presence"),
    path("agenda/<int:pk>/correct/", minutes.MinutesCorrect.as_view(), name="minutes_correct"),
    path("agenda/<int:pk>/excerpt/", minute.MinutesExcerpt.as_view(), name="minutes_excerpt"),
    path("agenda/<int:pk>/excerpt/pdf/", minute.ExcerptPdf.as_view(), name="excerpt_pdf"),
    path(
        "agenda/<int:pk>/excerpt/pdf/progress/",
        minute.ExcerptPdfProgress.as_view(),
        name="excerpt_pdf_progress",
    ),
]

# For calendars, which do not sign in: under `feeds/`, away from the pages.
FEEDS = [path("<slug:token>.ics", feeds.Feed.as_view(), name="feed")]

DIFFERENCES = [
    path("differences/", escalations.EscalationList.as_view(), name="escalation_list"),
    path("differences/raise/", escalations.EscalationStart.as_view(), name="escalation_start"),
    path("differences/<int:pk>/", escalations.EscalationDetail.as_view(), name="escalation_detail"),
    path(
        "differences/<int:pk>/answer/",
        escalations.EscalationAnswerPage.as_view(),
        name="escalation_answer",
    ),
    path(
        "differences/<int:pk>/onward/",
        escalations.EscalationOnward.as_view(),
        name="escalation_onward",
    ),
    path(
        "differences/<int:pk>/resolve/",
        escalations.EscalationResolve.as_view(),
        name="escalation_resolve",
    ),
    path(
        "differences/<int:pk>/withdraw/",
        escalations.EscalationWithdraw.as_view(),
        name="escalation_withdraw",
    ),
    path(
        "differences/<int:pk>/arbitrate/",
        escalations.EscalationArbitrate.as_view(),
        name="escalation_arbitrate",
    ),
    path("differences/numbers/", returns.DifferenceSummary.as_view(), name="difference_summary"),
    path("differences/returns/", returns.ReturnList.as_view(), name="return_list"),
    path("differences/returns/<int:pk>/", returns.ReturnDetail.as_view(), name="return_detail"),
    path("differences/returns/<int:pk>/make/", returns.ReturnMake.as_view(), name="return_make"),
    path("differences/themes/", returns.ThemeList.as_view(), name="theme_list"),
    path("differences/themes/add/", returns.ThemeAdd.as_view(), name="theme_add"),
    path("differences/themes/<int:pk>/", returns.ThemeEdit.as_view(), name="theme_edit"),
]

SCRUTINY = [
    path("scrutiny/", scrutiny.QuestionList.as_view(), name="question_list"),
    path("scrutiny/add/", scrutiny.QuestionAdd.as_view(), name="question_add"),
    path("scrutiny/<int:pk>/", scrutiny.QuestionDetail.as_view(), name="question_detail"),
    path("scrutiny/<int:pk>/edit/", scrutiny.QuestionEdit.as_view(), name="question_edit"),
    path("scrutiny/<int:pk>/evidence/", scrutiny.EvidencePin.as_view(), name="evidence_pin"),
    path(
        "scrutiny/evidence/<int:pk>/off/",
        scrutiny.EvidenceTakeOff.as_view(),
        name="evidence_take_off",
    ),
    path("scrutiny/programme/", scrutiny.ProgrammeList.as_view(), name="programme_list"),
    path("scrutiny/programme/add/", scrutiny.ProgrammeAdd.as_view(), name="programme_add"),
    path("scrutiny/programme/<int:pk>/", scrutiny.ProgrammeEdit.as_view(), name="programme_edit"),
    path("challenges/", challenges.ChallengeList.as_view(), name="challenge_list"),
    path("challenges/send/", challenges.ChallengeStart.as_view(), name="challenge_start"),
    path("challenges/<int:pk>/", challenges.ChallengeDetail.as_view(), name="challenge_detail"),
    path(
        "challenges/<int:pk>/reply/",
        challenges.ChallengeReplyPage.as_view(),
        name="challenge_reply",
    ),
    path(
        "challenges/<int:pk>/respond/",
        challenges.ChallengeRespond.as_view(),
        name="challenge_respond",
    ),
]

ACTIONS = [
    path("actions/", action_lists.ActionList.as_view(), name="action_list"),
    path("actions/figures/", action_lists.ActionFigures.as_view(), name="action_figures"),
    path("bodies/<int:pk>/actions/add/", actions.ActionAdd.as_view(), name="action_add"),
    path("agenda/<int:pk>/actions/add/", actions.ItemActionAdd.as_view(), name="item_action_add"),
    path(
        "decisions/<int:pk>/actions/add/",
        actions.DecisionActionAdd.as_view(),
        name="decision_action_add",
    ),
    path("actions/<int:pk>/", actions.ActionDetail.as_view(), name="action_detail"),
    path("actions/<int:pk>/progress/", actions.ActionProgress.as_view(), name="action_progress"),
    path("actions/<int:pk>/done/", actions.ActionFinish.as_view(), name="action_finish"),
    path("actions/<int:pk>/accept/", actions.ActionAccept.as_view(), name="action_accept"),
    path("actions/<int:pk>/back/", actions.ActionSendBack.as_view(), name="action_send_back"),
    path("actions/<int:pk>/reopen/", actions.ActionReopen.as_view(), name="action_reopen"),
    path("actions/<int:pk>/holder/", actions.ActionReassign.as_view(), name="action_reassign"),
    path("actions/<int:pk>/due/", actions.ActionDue.as_view(), name="action_due"),
    path("actions/<int:pk>/withdraw/", actions.ActionWithdraw.as_view(), name="action_withdraw"),
    path("actions/evidence/<int:pk>/", actions.ActionFile.as_view(), name="action_file"),
]

urlpatterns = [
    *BODIES,
    *SEATS,
    *MEETINGS,
    *AGENDAS,
    *MINUTES,
    *BUSINESS,
    *DECISIONS,
    *DIFFERENCES,
    *SCRUTINY,
    *ACTIONS,
]
