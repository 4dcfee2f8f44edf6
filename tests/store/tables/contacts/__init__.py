"""Tests of contacts in and out: address cards and tables of people."""
