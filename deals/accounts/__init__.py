"""The people of one account: what its projects share of them (method, section 3).

Contacts stay inside their projects, and a person has one id in all projects of an account. What is
known of the person is the account's; the approval lines, the buying role, the stance and who of
ours meets them are the project's.
"""

from deals.accounts.bringing import account_people, bring_in
from deals.accounts.shared import SHARED, account_of
from deals.accounts.spreading import spread

__all__ = ["SHARED", "account_of", "account_people", "bring_in", "spread"]
