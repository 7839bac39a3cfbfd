"""What pages say of a region: ``{% region_facts region as facts %}``."""

from django import template

from members.hubs import region_facts

register = template.Library()
register.simple_tag(region_facts)
