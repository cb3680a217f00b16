"""The pages that anybody may open without signing in, by URL name: the whole list.

A test compares it with the URL patterns, so a page is public because it stands here and says
`permission = None`, never by oversight.
"""

PAGES: frozenset[str] = frozenset(
    {
        "front",
        "health",
        # An invitation is answered before there is a password to sign in with.
        "invitation_accept",
        "invitation_password",
        # The mail that a demo caught; these do not exist outside demo mode.
        "demo_mail_list",
        "demo_mail",
        # Signing in: without it nobody gets further.
        "account_login",
        "account_logout",
        "account_inactive",
        "account_signup",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
    }
)
