"""Passwords and keys: from environment variables or the computer's keyring, and from nowhere else.

They are never written anywhere, and stand in no message.
"""

from __future__ import annotations

import os

from site_builder.publishing.targets import KEY_ID, PASSPHRASE, PASSWORD, SECRET, Target

_VARIABLES = {
    "password": PASSWORD,
    "passphrase": PASSPHRASE,
    "key-id": KEY_ID,
    "secret": SECRET,
}


def secret(target: Target, what: str) -> str:
    """A secret of a target, or "": `password`, `passphrase`, `key-id` or `secret`."""
    return os.environ.get(variable(target, what), "") or _from_keyring(target.server, what)


def variable(target: Target, what: str) -> str:
    """The environment variable that holds it."""
    return target.variables.get(what, _VARIABLES[what])


def _from_keyring(service: str, what: str) -> str:
    """What `keyring set SERVICE WHAT` has put there; "" where there is no keyring."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return ""
    try:
        return keyring.get_password(service, what) or ""
    except (KeyringError, RuntimeError):
        return ""
