"""What does somebody say who shuts a file away?"""

from shield.core.forms import Form, TextField


class ShutForm(Form):
    submit = "Shut the file away"
    reason = TextField(
        label="Why must nobody open it any more?",
        help_text="Shown beside the file to everybody who sees the notification: do not say here "
        "what the file holds.",
        error_messages={"required": "Enter why nobody must open it any more"},
        max_length=1000,
    )
