"""The demo's accounts and interviews, loaded by the product's own actions.

All of it happens when it is loaded: the history says so, and due dates count from that day.
"""

from claims.demo.loading import NotADemo, load

__all__ = ["NotADemo", "load"]
