DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y، H:i"
SHORT_DATETIME_FORMAT = "d\u200f/m\u200f/Y، H:i"
TIME_FORMAT = "H:i"
# Digits as they are read in the Maghreb and in France; a no-break space keeps a number whole and in its order.
THOUSAND_SEPARATOR = "\u00a0"
NUMBER_GROUPING = 3
