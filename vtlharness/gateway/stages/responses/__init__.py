"""The way back: the integration response, how it is chosen, the method response, and the gateway's own responses."""
