"""Slides with their notes on paper, printed by Chromium."""
