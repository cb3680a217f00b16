"""Who gets what of decisions, at meetings and between them: the promise; the matrix tries it."""

from tests.trust.lines import line
from tests.trust.policy_partnership import MAY_SIT, SITTING

# Of `asking` and `led_requests`, whoever chairs the body is granted; of `requests`, whoever sits
# there.
LEADING = "granted operations -> 200"
LED = "granted operations -> 302"

DECISIONS = [
    line("decision_list", "GET", f"{MAY_SIT} -> 200", csv=f"{MAY_SIT} -> 200"),
    # What stands in draft minutes is for those who lead; on a restricted item for the named.
    line(
        "decision_detail", "GET",
        between=f"{SITTING} -> 200", draft=LEADING, distributed=f"{SITTING} -> 200",
        restricted="granted -> 200",
    ),
    line("decision_add", "GET", open=LEADING, restricted="granted -> 200"),
    line("decision_add", "POST", open=LED, restricted="granted -> 302"),
    *(
        one
        for page in ("decision_edit", "decision_withdraw")
        for one in (
            line(page, "GET", draft=LEADING, distributed=LEADING, restricted="granted -> 200"),
            line(
                page, "POST",
                draft=LED, distributed="granted operations -> 409", restricted="granted -> 302",
            ),
        )
    ),
    line("decision_request_list", "GET", f"{MAY_SIT} -> 200", csv=f"{MAY_SIT} -> 200"),
    line(
        "decision_request_detail", "GET",
        asked=f"{SITTING} -> 200", agreed=f"{SITTING} -> 200",
    ),
    # The group decides by another rule, so it cannot be asked between its meetings.
    line("decision_request_add", "GET", board=LEADING),
    line("decision_request_add", "POST", board=LED),
    # For a partner answers whoever sits there for it; what is closed is answered no more.
    line(
        "decision_request_answer", "GET", asked="granted -> 200", agreed="granted -> 200",
    ),
    line(
        "decision_request_answer", "POST", asked="granted -> 302", agreed="granted -> 409",
    ),
    line("decision_request_conflict", "GET", asked="granted -> 200", agreed="granted -> 200"),
    line("decision_request_conflict", "POST", asked="granted -> 302", agreed="granted -> 409"),
    line("decision_request_withdraw", "GET", asked=LEADING, agreed=LEADING),
    line(
        "decision_request_withdraw", "POST",
        asked=LED, agreed="granted operations -> 409",
    ),
]  # fmt: skip
