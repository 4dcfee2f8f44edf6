"""The people of a project: the net over the account, as tree, decision chain and list too."""

from screens.people.commands import PEOPLE
from screens.people.screen import PeopleScreen

PeopleScreen.commands = PEOPLE
