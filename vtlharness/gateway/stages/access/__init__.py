"""Who may call: API keys, and authorizers with their identity sources, requests, answers and policies."""
