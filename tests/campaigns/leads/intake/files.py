"""Files of leads that tests bring in."""

from pathlib import Path

HUBSPOT = Path("tests/data/imports/hubspot_contacts.csv").read_bytes()
PLAIN = """Name,Email,Company,Status,Value,Currency,UTM source,UTM_Medium
Ada Lovelace,Ada@x.example,Acme,MQL,"1,250.50",eur,LinkedIn,Webinar
Bo Ek,,Sydvind,New,,,,
=cmd|' /C calc'!A0,c@x.example,,Customer,10,USD,,
"""
