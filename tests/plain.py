"""httpx for loopback addresses: one TLS context for all calls, since making one for each costs 40 ms of CPU time.

It waits for a minute: httpx's own five seconds are less than a busy machine takes.
"""

from __future__ import annotations

import ssl
from functools import partial

import httpx

_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

get = partial(httpx.get, verify=_NO_TLS, timeout=60)
post = partial(httpx.post, verify=_NO_TLS, timeout=60)
Client = partial(httpx.Client, verify=_NO_TLS, timeout=60)
