"""Passwords of databases, kept nowhere but in the desktop's own keyring, and only where a person asks for it.

Only the keyrings of the desktops themselves are used: a plug-in for `keyring` may as well write a file anybody reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.errors import InputError
from explorer.language import tr

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_SERVICE = "ripplemap"
_DESKTOPS = ("SecretService", "libsecret", "kwallet", "macOS", "Windows")


def kept_password(place: str) -> str | None:
    """The password that is kept for a database, by the place that its address names; None where there is none."""
    keyring = _keyring()
    if keyring is None:
        return None
    try:
        return keyring.get_password(_SERVICE, place)
    except Exception:  # noqa: BLE001 - a locked or broken keyring of any desktop: then a person is asked
        return None


def keep_password(place: str, password: str) -> None:
    """Keep it; InputError where the desktop has no keyring, or it was not unlocked."""
    keyring = _keyring()
    if keyring is None:
        raise InputError(
            tr("This desktop has no keyring, so the password is not kept."),
            where=place,
            hint=tr("It will be asked for each time."),
        )
    try:
        keyring.set_password(_SERVICE, place, password)
    except Exception as error:  # noqa: BLE001 - whatever the keyring of any desktop raises
        raise InputError(
            tr("The keyring did not take the password: {reason}.", reason=type(error).__name__),
            where=place,
            hint=tr("It will be asked for each time."),
        ) from None


def _keyring() -> KeyringBackend | None:
    """The best keyring of this desktop's own."""
    try:
        from keyring.backend import get_all_keyring

        usable = [k for k in get_all_keyring() if _is_desktops(k)]
        return max(usable, key=lambda k: k.priority, default=None)
    except Exception:  # noqa: BLE001 - the library looks for plug-ins, which may fail in any way
        return None


def _is_desktops(keyring: KeyringBackend) -> bool:
    module = type(keyring).__module__.split(".")
    return module[:2] == ["keyring", "backends"] and module[2] in _DESKTOPS
