"""The shot as plain frozen data: model, timing, planning, staleness, storage. No Qt, no numpy."""
