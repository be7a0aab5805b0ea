"""The demo's accounts and interviews, loaded by the product's own actions.

All of it has happened over the five weeks before it is loaded, and due dates count from that day.
"""

from claims.demo.loading import NotADemo, load

__all__ = ["NotADemo", "load"]
