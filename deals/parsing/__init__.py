"""Readers of what people type: amounts, days, signing windows, contacts, touches.

Text is read in English and Chinese, and refused with a `UserError` whose code names the reason. A
value is printed in a form that its reader reads back.
"""
