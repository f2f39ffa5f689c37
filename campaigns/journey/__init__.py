"""Where a campaign meets people: touchpoints, each with what it promises and who answers for it."""
