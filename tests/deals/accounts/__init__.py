"""Tests of what the projects of an account share."""
