"""Which services do not begin by asking, or write for nobody in particular, and why?"""

STEP = "a step of another service, which asked"
# Services that take `by` and do not begin by asking, each with its reason: file -> {name: reason}.
ASKS_OTHERWISE: dict[str, dict[str, str]] = {
    "shield/audit/services.py": {
        "record": "writes down what another service, which asked, has done",
        "seen": "writes down that a page, which found the record by visible_to, was opened",
    },
    "shield/clocks/services/keeping.py": dict.fromkeys(("start", "complete", "cancel"), STEP),
    "shield/clocks/services/moving.py": dict.fromkeys(("count_again", "correct_trigger"), STEP),
    "shield/people/services/factors.py": {
        "add_app": "one's own, by a code that only its holder knows",
        "add_passkey": "one's own",
        "rename": "one's own",
        "remove": "one's own",
        "replace_app": "one's own, by a code that only its holder knows",
        "new_codes": "one's own",
    },
    "shield/people/services/identities.py": {
        "connect_identity": "one's own, vouched for by the agency that one works at",
        "remove_identity": "one's own",
    },
    "shield/people/services/invitations.py": {
        "accept_role": "one's own, which was offered",
        "decline_role": "one's own, which was offered",
    },
    "shield/people/services/sessions.py": {
        "sign_out_elsewhere": "one's own",
    },
    "shield/people/services/sign_ins.py": {
        "note_sign_in": "writes down that somebody signed in",
    },
    "shield/notifications/services.py": {
        "read": "refuses whoever is not the recipient: one's own messages need no permission",
        "read_all": "can reach one's own messages only",
    },
    "shield/documents/services/bringing.py": dict.fromkeys(("bring", "take_off"), STEP),
    "shield/documents/services/uploads.py": {
        "receive": "a step of another service, which asked",
    },
    "conferences/services/plans.py": dict.fromkeys(("follow", "start", "meet"), STEP),
    "conferences/services/recording.py": dict.fromkeys(("outcome_begun",), STEP),
    "partnership/services/actions.py": dict.fromkeys(("tell_holder", "start_clock"), STEP),
    "partnership/services/feeds.py": {
        "end_feed": "one's own",
    },
    "partnership/services/copies.py": {
        "request_copy": "asks first for one's own set of items, by which it knows what to make",
    },
    "partnership/services/invitations.py": {
        "invite": "a step of another service, which asked",
        "follow_seats": "a step of another service, which asked",
        "end_stale_names": "a step of another service, which asked",
        "reply": "one's own; of somebody else's it asks",
    },
    "partnership/services/restricted.py": {
        "name_readers": "a step of another service, which asked",
    },
    "shield/people/services/offers.py": {
        "end_with": "a step of another service, which asked",
    },
    "shield/cases/services/judging.py": {
        "end_opening": "one's own; of somebody else's it asks",
    },
    "shield/cases/services/naming.py": {
        "name": "a step of another service, which asked",
    },
    "conferences/services/disclosing.py": {
        "disclose": "asks whether the person wrote the report or runs its conference",
    },
    "conferences/services/due.py": dict.fromkeys(("follow_duty", "follow_report_clock"), STEP),
    "conferences/services/kept_alike.py": {"keep_alike": STEP},
    "conferences/services/family.py": {"welcome": STEP},
    "conferences/services/reports.py": {"add_report_child": STEP},
    "conferences/services/requests.py": dict.fromkeys(
        ("answer", "take_part", "tell_answered"), STEP
    ),
    "conferences/services/sharing.py": {"end_with_request": STEP},
    "conferences/services/taking_over.py": {
        "last_of_family": "starts from what the person may see, and changes nothing",
    },
    "incidents/services/drafts.py": {
        "start": "there is no record yet to ask about: asks for the agency it is started in",
    },
}
# Services without `by` that write, each with its reason.
WRITES_UNASKED: dict[str, dict[str, str]] = {
    "partnership/services/packs.py": {
        "make_packs": "a step of publishing an agenda, which asked",
    },
    "shield/clocks/services/keeping.py": dict.fromkeys(
        ("rename", "limit", "await_acceptance", "run_on"), STEP
    ),
    "shield/clocks/services/amending.py": {
        "settle_withdrawn": "a step of `settle`",
    },
    "shield/clocks/services/calendar.py": {
        "settle": "a task by the clock, which no page reaches",
    },
    "shield/clocks/services/register.py": {
        "load_rules": "set-up: called by a command, which no page reaches",
        "add_version": "a step of services that asked, and of `load_rules`",
    },
    "shield/documents/services/uploads.py": {
        "bring_back": "a command, which no page reaches",
        "withdraw": "a step of another service, which asked",
    },
    "shield/documents/services/pdfs.py": {
        "request": "a step of another service, which asked",
    },
    "shield/notifications/services.py": {
        "notify": "a step of another service, which asked",
        "fence": "a command, which no page reaches",
        "withdraw": "a step of another service, which asked",
    },
    "shield/people/services/invitations.py": {
        "accept": "whoever holds the link was invited; the link is the permission",
        "invite_first": "a command for the first account, which no page reaches",
        "mark_sent": "notes that a mail server took a mail",
    },
    "shield/people/services/factors.py": {
        "check_code": "remembers that a code was used, for a sign-in that is yet to succeed",
    },
    "shield/people/services/identities.py": {
        "accept_by_identity": "whoever holds the link was invited; the link is the permission",
    },
    "shield/people/services/offers.py": {
        "hold": "a step of another service, which asked",
    },
    "shield/people/services/resets.py": {
        "ask_reset": "for whoever forgot their password; the mail goes to the address itself",
        "send_resets": "a task by the clock, which no page reaches",
    },
    "shield/people/services/sessions.py": {
        "clear_sessions": "a task by the clock, which no page reaches",
        "end_all": "a step of other services, which asked",
    },
    "conferences/services/lists.py": {
        "load_lists": "set-up: called by a command, which no page reaches",
    },
    "conferences/services/requests.py": {"held_still": STEP},
    "conferences/services/relatives.py": {"look_for_staff": STEP},
    "conferences/services/plans.py": {"hold_what_is_due": STEP},
    "conferences/services/scheduling.py": {"locked": STEP},
    "conferences/services/successors.py": dict.fromkeys(
        ("follow_successors", "settle"), "a task by the clock, which no page reaches"
    ),
    "shield/cases/services/naming.py": {
        "lock": "a step of another service, which asked",
    },
    "shield/documents/services/erasing.py": {"erase": STEP},
    "conferences/services/timeliness.py": {
        "count_quarters": "a task by the clock, which no page reaches",
    },
    "conferences/services/erasing.py": {
        "erase_over": "a task by the clock, which no page reaches",
    },
    "shield/cases/services/ending.py": {
        "settle_ended": "a task by the clock, which no page reaches",
    },
    "incidents/services/options.py": {
        "load_options": "set-up: called by a command, which no page reaches",
    },
    "partnership/services/action_chasing.py": {
        "settle_actions": "a task by the clock, which no page reaches",
    },
    "partnership/services/copies.py": {
        "ask_copies": "a step of another service, which asked",
        "ask_copy": "a step of another service, which asked",
    },
    "partnership/services/returns.py": {
        "open_returns": "a task by the clock, which no page reaches",
    },
    "partnership/services/tables/loading.py": {
        "load_partnership": "set-up: called by a command, which no page reaches",
    },
    "partnership/services/feeds.py": {
        "read_feed": "notes the day; whoever holds the address was given it by who may read",
    },
    "partnership/services/agendas.py": {
        "open_agenda": "a step of another service, which asked",
        "is_minuted": "a step of another service, which asked",
    },
    "partnership/services/invitations.py": {
        "forget_answers": "a step of another service, which asked",
        "hold_still": "a step of other services, which asked; changes nothing",
    },
    "partnership/services/requests.py": {
        "chase_requests": "a task by the clock, which no page reaches",
    },
    "partnership/services/tables/meetings.py": {
        "load_meetings": "a step of load_partnership",
    },
    "partnership/services/tables/agencies.py": {
        "change": "a step of load_partnership",
        "load_agencies": "a step of load_partnership",
        "load_bodies": "a step of load_partnership",
    },
}
