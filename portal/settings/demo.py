"""The demo Alliance: production behaviour on the embedded parts. Never for a public site."""

from .development import *
from .development import ALLOWED_HOSTS, env

DEBUG = False
DEMO = True
ALLOWED_HOSTS = [*ALLOWED_HOSTS, *env.list("ALLOWED_HOSTS", default=["*"])]
