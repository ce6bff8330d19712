"""The stages of a call, a module each: routing, integration request, integration response, method response."""
