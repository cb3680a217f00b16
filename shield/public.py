"""The pages that anybody may open without signing in, by URL name: the whole list.

A test compares it with the URL patterns, so a page is public because it stands here and says
`permission = None`, never by oversight.
"""

PAGES: frozenset[str] = frozenset(
    {
        "front",
        "health",
        "ready",
        # Asks for the operator's token instead, and is not there without one.
        "metrics",
        # For calendars: the address holds a secret, and is not there without one.
        "feed",
        # An invitation is answered before there is a password to sign in with.
        "invitation_accept",
        "invitation_password",
        # To an agency's own sign-in and back, and whether one is still signed in.
        "identity_start",
        "identity_callback",
        "invitation_identity",
        "keep_alive",
        "mfa_authenticate",
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
