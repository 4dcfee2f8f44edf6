"""The tour: six steps over the sample, told in a strip at the foot of whatever screen is on top."""
